package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.counter.StripedCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes wait to be received from all ports of a loop, held against a limit. Beyond the
 * limit a port whose messages wait is read no further; half as much again beyond it none is.
 *
 * <p>The loop counts what it puts. Receivers count what they take, each thread in a cell of its
 * own, and the loop looks at their sum now and then: when it has put so much more that it could
 * matter, and by a timer while some port is stopped. No fence is needed for that: a count that is
 * seen late is seen at the next look.
 *
 * <p>Thread-safety: {@link #taken(long)} is for any thread; the rest is the loop's.
 */
public final class InboxBudget {

  /** The part of the limit from which on short messages are copied out of what they share. */
  private static final int CROWDED = 64;

  /** Looks in the time that it takes to put as much as the limit. */
  private static final int LOOKS = 256;

  /**
   * So little may wait without a look at what there is. To ask the virtual machine for its direct
   * memory loads its management, which is not for the time before the first byte.
   */
  private static final long LITTLE = 1 << 16;

  private static final long FIRST_NANOS = 1_000_000;
  private static final long LAST_NANOS = 64_000_000;
  private static final int FEW_ENDED = 16;

  /** Where messages wait. */
  public interface Inbox {
    /** How many bytes wait there now. */
    long waiting();

    /** The loop may have room again: look. */
    void roomInLoop();
  }

  private final TimerQueue timers;

  /** Among how many loops the direct memory is shared, while the limit is not known. */
  private final int shares;

  /** 0 while it is not known. */
  private long limit;

  private long most;
  private final StripedCounter taken = new StripedCounter();

  /** Bytes ever put, less those that nobody can take any more. */
  private long put;

  /** The count of bytes put at which the next look is due. */
  private long lookAt;

  /** What waited at the last look, and how much had been put then. */
  private long waiting;

  private long putThen;

  private boolean over;
  private boolean crowded;

  /** Inboxes whose ports are stopped. */
  private final List<Inbox> stopped = new ArrayList<>();

  private final Deadline again =
      new Deadline(
          new Runnable() {
            @Override
            public void run() {
              lookAgain();
            }
          });

  private long pause = FIRST_NANOS;

  /** Inboxes of ports that have ended, as long as somebody may take what waits there. */
  private final List<EndedInbox> ended = new ArrayList<>();

  private int sweepAt = FEW_ENDED;

  InboxBudget(TimerQueue timers, long limit) {
    this(timers, limit, 1);
  }

  private InboxBudget(TimerQueue timers, long limit, int shares) {
    this.timers = timers;
    this.shares = shares;
    setLimit(limit);
    this.lookAt = limit == 0 ? LITTLE : step();
  }

  /** What the options ask for: a number of bytes, or a share of the direct memory. */
  static InboxBudget of(TimerQueue timers, IoServerOptions options) {
    return new InboxBudget(timers, options.inboxBytes(), Math.max(1, options.loops()));
  }

  private void setLimit(long bytes) {
    limit = bytes;
    most = bytes + Math.min(bytes / 2, Long.MAX_VALUE - bytes);
  }

  private long step() {
    return Math.max(1, limit / LOOKS);
  }

  /** Bytes were put into an inbox. */
  public void put(long bytes) {
    put += bytes;
    if (put >= lookAt) {
      look();
    }
  }

  /** Bytes were taken out of an inbox. Any thread. */
  public void taken(long bytes) {
    taken.add(bytes);
  }

  /** Whether so much waits that a message must not keep more memory than its own. */
  public boolean isCrowded() {
    return crowded;
  }

  /** Whether so much waits that not every port may be read. */
  public boolean isOver() {
    return over;
  }

  /** Whether a port may be read although {@link #isOver()}, in whose inbox so much waits. */
  public boolean admits(long waitingThere) {
    return waitingThere == 0 && waiting + (put - putThen) < most;
  }

  /** A port is not read: its inbox hears of room. */
  public void stop(Inbox inbox) {
    if (!again.isQueued()) {
      pause = FIRST_NANOS;
      timers.set(again, timers.deadline(pause));
    }
    stopped.add(inbox);
  }

  /** The port of an inbox that was stopped has ended. */
  public void forget(Inbox inbox) {
    stopped.remove(inbox);
  }

  /** The port of an inbox has ended: what waits there counts until it is taken, or is garbage. */
  public void ended(EndedInbox inbox) {
    ended.add(inbox);
    if (ended.size() >= sweepAt) {
      sweep();
    }
  }

  private void look() {
    waiting = put - taken.get();
    if (limit == 0) {
      if (waiting < LITTLE) {
        putThen = put;
        lookAt = put + LITTLE - waiting;
        return;
      }
      setLimit(Math.max(1, DirectMemory.limit() / 4 / shares));
    }
    if (waiting >= limit && !ended.isEmpty()) {
      sweep();
      waiting = put - taken.get();
    }
    putThen = put;
    lookAt = put + step();
    over = waiting >= (over ? limit - limit / 4 : limit);
    crowded = waiting >= limit / CROWDED;
  }

  private void lookAgain() {
    long before = waiting;
    look();
    stopped.removeIf(
        inbox -> {
          boolean room = !over || admits(inbox.waiting());
          if (room) {
            inbox.roomInLoop();
          }
          return room;
        });
    if (!stopped.isEmpty()) {
      pause = waiting < before ? FIRST_NANOS : Math.min(2 * pause, LAST_NANOS);
      timers.set(again, timers.deadline(pause));
    }
  }

  private void sweep() {
    ended.removeIf(
        inbox -> {
          if (!inbox.isOver()) {
            return false;
          }
          put -= inbox.lost();
          return true;
        });
    sweepAt = Math.max(FEW_ENDED, 2 * ended.size());
  }
}
