package dev.ioserver.engine.loop;

import java.util.PriorityQueue;

/**
 * The deadlines of a loop, earliest first. A cancelled one stays until its time comes or half of
 * the queue is cancelled, so that cancelling is cheap. Belongs to the loop's thread.
 */
public final class TimerQueue {

  private static final int FEW = 64;

  /** 146 years. What is set for later than that is due then. */
  private static final long FARTHEST_NANOS = Long.MAX_VALUE / 2;

  private final PriorityQueue<Deadline> queue = new PriorityQueue<>();
  private long sequence;
  private int cancelled;

  TimerQueue() {}

  /**
   * Sets a deadline that is not set.
   *
   * @param at on the clock of {@link System#nanoTime()}
   */
  public void set(Deadline deadline, long at) {
    assert !deadline.isQueued() : "set twice";
    // Deadlines are compared by difference, which must not overflow however far off one is.
    long left = at - System.nanoTime();
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
    long now = System.nanoTime();
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
    return first == null ? -1 : Math.max(0, first.at() - System.nanoTime());
  }

  private static boolean isOfNextRound(Deadline deadline, long round) {
    return deadline.sequence() >= round;
  }
}
