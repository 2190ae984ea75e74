package dev.ioserver.examples.gateway.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The round trips that are measured, in nanoseconds. Belongs to the clients' thread. */
final class RoundTrips {

  /** Longer ones count as this one. */
  static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Significant decimal digits that are kept. */
  static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(MAX_NANOS, DIGITS);
  private final @Nullable CalmRoundTrips calm;
  private long startNanos;
  private long endNanos;

  /**
   * None yet.
   *
   * @param calm takes those apart that met no stall; null if nobody watches for stalls
   */
  RoundTrips(@Nullable CalmRoundTrips calm) {
    this.calm = calm;
  }

  /** The measurement begins. */
  void start(long nowNanos) {
    startNanos = nowNanos;
    endNanos = nowNanos;
  }

  /** No more orders are due. */
  void end(long nowNanos) {
    endNanos = Math.max(endNanos, nowNanos);
  }

  /**
   * Notes an answer.
   *
   * @param dueNanos when the order was to be sent, whenever it was sent in truth
   */
  void record(long dueNanos, long nowNanos) {
    histogram.recordValue(clamp(nowNanos - dueNanos));
    if (calm != null) {
      calm.record(dueNanos, nowNanos);
    }
    endNanos = nowNanos;
  }

  Histogram histogram() {
    return histogram;
  }

  long startNanos() {
    return startNanos;
  }

  long endNanos() {
    return endNanos;
  }

  /** From the beginning to the end, or to the last answer, which may come later. */
  long elapsedNanos() {
    return endNanos - startNanos;
  }

  static long clamp(long nanos) {
    return Math.clamp(nanos, 0, MAX_NANOS);
  }
}
