package dev.ioserver.engine;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.channel.ReadyList;
import dev.ioserver.engine.channel.SelectEntry;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.park.LoopRunner;
import dev.ioserver.engine.park.Parker;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waits on any mix of ports, listeners, timers and channels, and gives their messages one by one.
 *
 * <p>Fair: sources that have something take turns of a bounded number of messages, first come first
 * served, so that a busy source starves none. The cost of a message does not depend on how many
 * sources there are.
 *
 * <p>On a plain thread it parks in {@code LockSupport}. On the thread of a caller-run loop it runs
 * that loop and blocks in the kernel's poller itself, with no hop between threads.
 *
 * <p>A source is in one select at a time; adding it to another moves it. A source that is done
 * leaves by itself, after its {@link Closed} message.
 *
 * <p>Thread-safety: one thread at a time, platform or virtual.
 */
public final class Select implements AutoCloseable {

  /** Messages that a source may give before the next one has its turn. */
  private static final int TURN = 16;

  /** Messages after which a caller-run loop is run although there are more. */
  private static final int MESSAGES_PER_RUN = 256;

  private final ReadyList ready = new ReadyList();

  /** The sources. Weak: one that moved to another select has left without a word. */
  private final Set<MessageSource<?>> members = Collections.newSetFromMap(new WeakHashMap<>());

  /** Whose turn it is, and how many messages are left of it. */
  private @Nullable SelectEntry current;

  private int turn;
  private @Nullable Receiver<?> source;
  private int sinceRun;

  /** The parker of the thread that selects; looked up again whenever it may block. */
  private @Nullable Parker parker;

  private @Nullable LoopRunner driving;

  /** The parker of the loop whose select this is, or null. */
  private final @Nullable LoopRunner home;

  /** The last message was one that the loop had handed over. */
  private boolean handedOver;

  /** The loop that waits here used to run is closed, or run by another thread. */
  private boolean orphaned;

  private Select(@Nullable LoopRunner home) {
    this.home = home;
  }

  /** The select of a caller-run loop: the thread that owns the loop runs it whenever it waits. */
  static Select of(EventLoop loop) {
    return new Select(loop.parker());
  }

  /** A select over these sources; it may be empty at first. */
  public static Select of(Receiver<?>... sources) {
    Select select = new Select(null);
    for (Receiver<?> each : sources) {
      select.add(each);
    }
    return select;
  }

  /**
   * Adds a source; what it already has is received. Adding a member again changes nothing.
   *
   * @throws IllegalArgumentException if it is not a source of this engine
   */
  public Select add(Receiver<?> receiver) {
    MessageSource<?> added = source(receiver);
    SelectEntry before = added.membership();
    if (before == null || before.list() != ready) {
      members.add(added);
      added.join(new SelectEntry(added, ready));
    }
    return this;
  }

  /**
   * Removes a source, which keeps what it has.
   *
   * @return whether it was a member
   */
  public boolean remove(Receiver<?> receiver) {
    MessageSource<?> removed = source(receiver);
    SelectEntry before = removed.membership();
    if (before == null || before.list() != ready) {
      members.remove(removed);
      return false;
    }
    members.remove(removed);
    removed.join(null);
    if (current == before) {
      current = null;
    }
    return true;
  }

  /** How many sources there are. */
  public int size() {
    // Those that were added to another select have left without a word.
    members.removeIf(member -> !isMember(member));
    return members.size();
  }

  /**
   * Receives the next message, waiting as long as it takes; for ever if there is no source.
   *
   * @throws InterruptedException if the thread is interrupted while waiting; as for {@link
   *     Receiver#receive()}
   */
  public Object receive() throws InterruptedException {
    Object message = next();
    while (message == null) {
      park(0, false);
      message = next();
    }
    return message;
  }

  /**
   * Receives the next message, waiting for a limited time.
   *
   * @param timeoutNanos nanoseconds; 0 or less does not wait, but does run a caller-run loop once
   * @return the message, or null if none came in time
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public @Nullable Object receive(long timeoutNanos) throws InterruptedException {
    if (timeoutNanos <= 0) {
      return tryReceive();
    }
    Object message = next();
    if (message != null) {
      return message;
    }
    long deadline = System.nanoTime() + timeoutNanos;
    do {
      park(deadline, true);
      message = next();
    } while (message == null && deadline - System.nanoTime() > 0);
    return message;
  }

  /**
   * Receives the next message if there is one now; runs a caller-run loop once if there is none.
   */
  public @Nullable Object tryReceive() {
    Object message = next();
    if (message == null) {
      bind();
      if (driving != null) {
        run(driving);
        message = next();
      }
    }
    return message;
  }

  /**
   * Hands the messages that are here now to a handler. Neither waits nor allocates.
   *
   * @param limit the most messages; 0 or less hands over none
   * @return how many were handed over
   */
  public int poll(MessageHandler handler, int limit) {
    bind();
    if (driving != null) {
      if (limit <= 0) {
        // Nobody comes to take what the loop would hand over.
        driving.runOnce(Condition.NEVER);
        return 0;
      }
      run(driving);
    }
    return hand(handler, limit);
  }

  /**
   * As {@link #poll(MessageHandler, int)}, but waits for the first message.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @return how many were handed over; 0 if none came in time
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public int poll(MessageHandler handler, int limit, long timeoutNanos)
      throws InterruptedException {
    if (timeoutNanos == 0 || limit <= 0) {
      return poll(handler, limit);
    }
    // No look at the kernel first: the wait is one. But messages alone must not keep the loop from
    // it.
    Parker parking = bind();
    if (driving != null && sinceRun >= MESSAGES_PER_RUN) {
      run(driving);
    }
    int n = hand(handler, limit);
    if (n > 0) {
      return n;
    }
    boolean timed = timeoutNanos > 0;
    long deadline = timed ? System.nanoTime() + timeoutNanos : 0;
    while (true) {
      park(parking, deadline, timed);
      n = hand(handler, limit);
      if (n > 0 || (timed && deadline - System.nanoTime() <= 0)) {
        return n;
      }
      parking = bind();
    }
  }

  /** Where the last message came from, or null before the first. */
  public @Nullable Receiver<?> source() {
    return source;
  }

  /** Lets all sources go; they stay open. */
  @Override
  public void close() {
    for (MessageSource<?> member : members) {
      SelectEntry membership = member.membership();
      if (membership != null && membership.list() == ready) {
        member.join(null);
      }
    }
    members.clear();
    current = null;
  }

  /**
   * Gives a new source, of which nobody knows yet, its place here. Any thread; {@link #admit}
   * follows on the selecting thread.
   */
  void reserve(MessageSource<?> source) {
    source.join(new SelectEntry(source, ready));
  }

  /** Counts a source whose place was reserved, unless it has been moved or removed since. */
  void admit(MessageSource<?> source) {
    if (isMember(source)) {
      members.add(source);
    }
  }

  private boolean isMember(MessageSource<?> source) {
    SelectEntry membership = source.membership();
    return membership != null && membership.list() == ready;
  }

  private int hand(MessageHandler handler, int limit) {
    int n = 0;
    while (n < limit) {
      Object message = next();
      if (message == null) {
        break;
      }
      n++;
      Receiver<?> from = source;
      assert from != null : "a message without a source";
      handler.onMessage(from, message);
    }
    LoopRunner driver = driving;
    if (driver != null && n > 0) {
      driver.flush();
    }
    return n;
  }

  /** The next message, or null if no source has any. */
  private @Nullable Object next() {
    while (true) {
      // Before anything else: what its source has put into the queue since comes behind it.
      Object message = takeHandedOver();
      if (message != null) {
        return message;
      }
      SelectEntry member = current;
      if (member == null) {
        if (runIfDue()) {
          continue;
        }
        member = nextMember();
        if (member == null) {
          return null;
        }
      }
      if (member.isCancelled()) {
        current = null;
        continue;
      }
      message = turn > 0 ? take(member) : null;
      if (message != null) {
        turn--;
        return message;
      }
      endTurn(member);
    }
  }

  private @Nullable Object takeHandedOver() {
    LoopRunner driver = driving;
    if (driver == null) {
      return null;
    }
    Message message = driver.takeHandedOver();
    if (message != null) {
      handedOver = true;
      source = message.source();
      sinceRun++;
    } else if (handedOver) {
      // That was a turn: what was sent meanwhile goes out.
      handedOver = false;
      driver.flush();
    }
    return message;
  }

  private @Nullable SelectEntry nextMember() {
    SelectEntry member = ready.poll();
    current = member;
    turn = TURN;
    return member;
  }

  /** Runs a caller-run loop that has not been run for many messages, although there are more. */
  private boolean runIfDue() {
    if (sinceRun < MESSAGES_PER_RUN || !ready.isReady()) {
      return false;
    }
    // A thread that never has to wait has not been looked at before.
    bind();
    LoopRunner driver = driving;
    if (driver != null) {
      run(driver);
    } else {
      sinceRun = 0;
    }
    return true;
  }

  private @Nullable Object take(SelectEntry member) {
    MessageSource<?> from = member.source();
    Object message = from.poll();
    if (message != null) {
      source = from;
      sinceRun++;
      return message;
    }
    if (!from.isDone()) {
      return null;
    }
    members.remove(from);
    from.join(null);
    if (from.tellsItsEnd()) {
      return null;
    }
    source = from;
    return new Closed(from);
  }

  private void endTurn(SelectEntry member) {
    current = null;
    LoopRunner driver = driving;
    if (driver != null) {
      // What was sent while this source had its turn goes out as one.
      driver.flush();
    }
    if (!member.isCancelled()) {
      member.settle();
    }
  }

  private void run(LoopRunner driver) {
    sinceRun = 0;
    // In the midst of a turn nothing may be handed over: what is left of the turn came before it.
    driver.runOnce(current == null ? ready : Condition.NEVER);
  }

  private void park(long deadlineNanos, boolean timed) throws InterruptedException {
    park(bind(), deadlineNanos, timed);
  }

  private void park(Parker parking, long deadlineNanos, boolean timed) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (orphaned && size() == 0) {
      throw new ChannelClosedException(
          "the server that was run by this select is closed, and nothing else is left in it", null);
    }
    sinceRun = 0;
    parking.park(ready, deadlineNanos, timed);
    LoopRunner driver = driving;
    boolean received = ready.isReady() || (driver != null && driver.hasHandedOver());
    if (!received && Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** The parker of the thread that selects now: another thread may have taken over, or its loop. */
  @SuppressWarnings("ReferenceEquality") // one and the same parker is meant
  private Parker bind() {
    LoopRunner own = home;
    Parker bound = own != null && own.isCurrent() ? own : Parker.current();
    if (bound != parker) {
      orphaned = driving != null && !(bound instanceof LoopRunner);
      parker = bound;
      driving = bound instanceof LoopRunner driver ? driver : null;
      ready.parker(bound);
    }
    return bound;
  }

  private static MessageSource<?> source(Receiver<?> receiver) {
    if (receiver instanceof MessageSource<?> known) {
      return known;
    }
    throw new IllegalArgumentException(
        receiver.getClass().getName() + " is not a source of this engine; use a Channel for it");
  }
}
