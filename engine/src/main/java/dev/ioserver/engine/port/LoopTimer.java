package dev.ioserver.engine.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.loop.TimedTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.varhandle.unpadded.SpscUnboundedVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A timer of a loop. The loop's queue of deadlines keeps it alive while it is scheduled, and
 * nothing of the loop does after that.
 */
public final class LoopTimer extends MessageSource<Message> implements Timer {

  private static final int INBOX_CHUNK = 8;
  private static final int SCHEDULE = 1;
  private static final int CANCEL = 1 << 1;

  /** 146 years, so that a point in time a period later can be compared by its difference. */
  private static final long LONGEST_PERIOD_NANOS = Long.MAX_VALUE / 2;

  private static final VarHandle WANTED;

  static {
    try {
      WANTED = MethodHandles.lookup().findVarHandle(LoopTimer.class, "wanted", Schedule.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final Core core;
  private final Requests requests;

  /** The latest schedule that another thread has asked for. Loop: exchange through WANTED. */
  private volatile @Nullable Schedule wanted;

  /** Expirations that were not taken yet: the loop adds, the receiver takes. */
  private final AtomicLong expirations = new AtomicLong();

  private volatile boolean cancelled;
  private volatile boolean ended;
  private @Nullable Object attachment;

  /** When it expires, on the loop's clock, and how often. */
  private record Schedule(long at, long periodNanos) {}

  /** A timer of a loop that expires after a delay. */
  public LoopTimer(EventLoop loop, long delayNanos, long periodNanos) {
    super(new SpscUnboundedVarHandleUnpaddedArrayQueue<>(INBOX_CHUNK));
    this.loop = loop;
    this.core = new Core();
    this.requests = new Requests();
    scheduleNanos(delayNanos, periodNanos);
  }

  /** Refuses a negative period, as it was given. */
  public static void checkPeriod(Duration period) {
    if (period.isNegative()) {
      throw new IllegalArgumentException(
          "the period is " + period + "; it must be 0 (one-shot) or more");
    }
  }

  @Override
  public long takeExpirations() {
    return expirations.getAndSet(0);
  }

  @Override
  public void schedule(Duration delay, Duration period) {
    checkPeriod(period);
    scheduleNanos(Durations.nanos(delay), Durations.nanos(period));
  }

  @Override
  public void scheduleNanos(long delayNanos, long periodNanos) {
    if (periodNanos < 0) {
      throw new IllegalArgumentException(
          "the period is " + periodNanos + " ns; it must be 0 (one-shot) or more");
    }
    long at = loop.timers().deadline(delayNanos);
    long period = Math.min(periodNanos, LONGEST_PERIOD_NANOS);
    if (loop.isOwner() && !loop.isTerminated()) {
      core.scheduleNow(at, period);
    } else {
      wanted = new Schedule(at, period);
      requests.ask(SCHEDULE);
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      requests.ask(CANCEL);
    }
  }

  @Override
  public void close() {
    cancel();
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public Timer attach(@Nullable Object value) {
    attachment = value;
    return this;
  }

  @Override
  public boolean tellsItsEnd() {
    return true;
  }

  @Override
  public String toString() {
    return "timer of " + loop.name();
  }

  @Override
  protected boolean isEnded() {
    return ended;
  }

  @Override
  protected boolean afterTake(Message message) {
    if (!loop.isOwner()) {
      // What expires from now on finds the queue empty, and puts a message of its own.
      VarHandle.fullFence();
    }
    return true;
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is cancelled", loop.failure());
  }

  /**
   * The timer within its loop, and its deadline: whoever sets many timers anew has them in no
   * cache, and waits for each object that has to be looked at. The loop's thread.
   */
  private final class Core extends Deadline implements LoopResource {

    private final Expired expired = new Expired(LoopTimer.this);
    private long periodNanos;

    /** Its place in the loop; null before the first schedule. */
    private @Nullable LoopResource place;

    void onThrown(Throwable cause) {
      if (cause instanceof OutOfMemoryError none) {
        // Where there is no memory for a timer, the loop itself cannot go on.
        throw none;
      }
      loop.logMistake(LoopTimer.this + " ends", cause);
      end();
    }

    void onRequests(int bits) {
      if (ended) {
        return;
      }
      if ((bits & CANCEL) != 0) {
        end();
        return;
      }
      Schedule schedule = (Schedule) WANTED.getAndSet(LoopTimer.this, null);
      if (schedule != null) {
        set(schedule.at(), schedule.periodNanos());
      }
      settle();
    }

    /** The owner wants it set: what others have asked for before is over. */
    void scheduleNow(long next, long nextPeriodNanos) {
      if (ended) {
        return;
      }
      if (wanted != null) {
        wanted = null;
      }
      set(next, nextPeriodNanos);
      settle();
    }

    private void set(long next, long nextPeriodNanos) {
      loop.timers().setWithin(this, next);
      periodNanos = nextPeriodNanos;
    }

    /** Takes its place in the loop, once. */
    private void settle() {
      if (place == null) {
        LoopResource given = loop.residents().addWeakly(this);
        place = given;
        if (ended) {
          // At once, because the loop is about to end.
          loop.residents().remove(given);
        }
      }
    }

    @Override
    protected void expired() {
      try {
        expire();
      } catch (RuntimeException | Error e) {
        onThrown(e);
      }
    }

    private void expire() {
      if (cancelled || wanted != null) {
        // Of another schedule the loop hears next; the one that it replaces is over.
        return;
      }
      long passed = 1;
      if (periodNanos > 0) {
        // Periods that were slept through are counted, not made up for one by one.
        passed += Math.max(0, (loop.timers().now() - at()) / periodNanos);
        loop.timers().setWithin(this, at() + passed * periodNanos);
      }
      expirations.getAndAdd(passed);
      // A message that still waits stands for this one too, whether it was counted or not.
      if (queue.isEmpty()) {
        queue.offer(expired);
        loop.countIn(1);
        signal();
      }
    }

    private void end() {
      if (ended) {
        return;
      }
      loop.timers().cancel(this);
      queue.offer(new Closed(LoopTimer.this));
      ended = true;
      signal();
      LoopResource held = place;
      if (held != null) {
        loop.residents().remove(held);
      }
    }

    @Override
    public void closeWithServer() {
      end();
    }

    @Override
    public void endNow(Throwable cause) {
      end();
    }
  }

  /** What other threads ask of it. */
  private final class Requests extends LoopRequests implements TimedTask {

    Requests() {
      super(loop);
    }

    @Override
    void onRequests(int bits) {
      core.onRequests(bits);
    }

    @Override
    public void onThrown(Throwable cause) {
      core.onThrown(cause);
    }

    @Override
    void onLoopEnded(int bits) {
      core.end();
    }

    @Override
    void putInMailbox() {
      loop.executeInTime(this);
    }

    @Override
    void joined() {
      // Whoever put it there may have had more time.
      loop.unparkInTime(this);
    }

    @Override
    public boolean isDueBefore(long point) {
      if (cancelled) {
        return true;
      }
      Schedule schedule = wanted;
      // None: the loop has taken it.
      return schedule != null && schedule.at() - point < 0;
    }
  }
}
