package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.spi.NanoClock;
import java.util.PriorityQueue;

/**
 * The deadlines of a loop, earliest first. A cancelled one stays until its time comes or half of
 * the queue is cancelled, so that cancelling is cheap. Belongs to the loop's thread.
 */
public final class TimerQueue {

  private static final int FEW = 64;

  /** 146 years. What is set for later than that is due then. */
  private static final long FARTHEST_NANOS = Long.MAX_VALUE / 2;

  private final NanoClock clock;
  private final PriorityQueue<Deadline> queue = new PriorityQueue<>();
  private long sequence;
  private int cancelled;

  TimerQueue(NanoClock clock) {
    this.clock = clock;
  }

  /** Now, on the loop's clock. Any thread. */
  public long now() {
    return clock.nanoTime();
  }

  /**
   * A point in time so far from now, on the loop's clock. Any thread.
   *
   * @param nanos as for {@link Durations#deadline(long)}
   */
  public long deadline(long nanos) {
    return now() + Durations.span(nanos);
  }

  /**
   * Sets a deadline that is not set.
   *
   * @param at on the loop's clock
   */
  public void set(Deadline deadline, long at) {
    assert !deadline.isQueued() : "set twice";
    // Deadlines are compared by difference, which must not overflow however far off one is.
    long left = at - now();
    deadline.set(left > FARTHEST_NANOS ? at - (left - FARTHEST_NANOS) : at, sequence++);
    queue.add(deadline);
  }

  /** Cancels a deadline; it may not be set again. Idempotent. */
  public void cancel(Deadline deadline) {
    if (!deadline.isQueued() || deadline.isCancelled()) {
      deadline.cancel();
      return;
    }
    deadline.cancel();
    cancelled++;
    if (cancelled > FEW && cancelled > queue.size() / 2) {
      queue.removeIf(Deadline::isCancelled);
      cancelled = 0;
    }
  }

  /** Runs what is due. Returns how many ran. */
  int expire() {
    if (queue.isEmpty()) {
      return 0;
    }
    int ran = 0;
    long now = now();
    // What an action sets for now waits for the next round, so that a round ends.
    long round = sequence;
    while (true) {
      Deadline first = queue.peek();
      if (first == null || first.at() - now > 0 || isOfNextRound(first, round)) {
        return ran;
      }
      queue.remove();
      first.taken();
      if (first.isCancelled()) {
        cancelled--;
      } else {
        ran++;
        first.run();
      }
    }
  }

  /** Nanoseconds until the next deadline, 0 if it is due, or -1 if there is none. */
  long untilNext() {
    Deadline first = queue.peek();
    return first == null ? -1 : Math.max(0, first.at() - now());
  }

  private static boolean isOfNextRound(Deadline deadline, long round) {
    return deadline.sequence() >= round;
  }
}
