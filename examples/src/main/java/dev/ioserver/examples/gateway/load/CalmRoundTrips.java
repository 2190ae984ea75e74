package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.machine.StallWatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The round trips that met no stall of the machine. Those of the last moment wait until the
 * watchers have been awake after them, since only then it is known what they met. Belongs to the
 * clients' thread.
 */
final class CalmRoundTrips {

  /** Round trips that can wait: many more than a few milliseconds bring. */
  private static final int MOST_WAITING = 1 << 15;

  /** So many are looked at together. */
  private static final int BATCH = 64;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StallWatch watch;
  private final Histogram histogram = new Histogram(RoundTrips.MAX_NANOS, RoundTrips.DIGITS);
  private final long[] dueNanos = new long[MOST_WAITING];
  private final long[] answeredNanos = new long[MOST_WAITING];
  private long first;
  private long next;

  CalmRoundTrips(StallWatch watch) {
    this.watch = watch;
  }

  void record(long due, long answered) {
    if (next - first == MOST_WAITING) {
      first++; // the watchers have not run for long: that is a stall
    }
    int place = (int) next++ & (MOST_WAITING - 1);
    dueNanos[place] = due;
    answeredNanos[place] = answered;
    if ((next & (BATCH - 1)) == 0) {
      settle();
    }
  }

  /** All of them, once there will be no others. */
  Histogram histogram() {
    long giveUpNanos = System.nanoTime() + PATIENCE_NANOS;
    for (settle(); first < next && System.nanoTime() - giveUpNanos < 0; settle()) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
    }
    return histogram;
  }

  private void settle() {
    long seen = watch.seenNanos();
    for (; first < next; first++) {
      int place = (int) first & (MOST_WAITING - 1);
      long due = dueNanos[place];
      long answered = answeredNanos[place];
      if (answered - seen > 0) {
        return;
      }
      if (!watch.overlaps(due, answered)) {
        histogram.recordValue(RoundTrips.clamp(answered - due));
      }
    }
  }
}
