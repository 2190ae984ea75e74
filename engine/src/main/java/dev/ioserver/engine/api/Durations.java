package dev.ioserver.engine.api;

import java.time.Duration;

/** Durations as nanoseconds, saturated: what is longer than 292 years counts as that. */
public final class Durations {

  private Durations() {}

  /**
   * {@return the nanoseconds of a duration; {@link Long#MAX_VALUE} or its opposite where they do
   * not fit}
   *
   * @param duration of any length and sign
   */
  public static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /**
   * {@return a point in time so far from now, on the clock of {@link System#nanoTime()}}
   *
   * @param nanos 0 or less is now; a time beyond 146 years is cut to that, so that points in time
   *     can be compared by their difference
   */
  public static long deadline(long nanos) {
    return System.nanoTime() + span(nanos);
  }

  /**
   * {@return a wait, cut so that points in time can be compared by their difference}
   *
   * @param nanos 0 or less does not wait; a time beyond 146 years is cut to that
   */
  public static long span(long nanos) {
    return Math.min(Math.max(0, nanos), Long.MAX_VALUE / 2);
  }
}
