package dev.ioserver.examples.report;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Numbers {

  private static final double NANOS_PER_MICRO = 1000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private Numbers() {}

  /** A count: 12,345. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number without its fraction: 12,345. */
  public static String whole(double value) {
    return count(Math.round(value));
  }

  /** A small number per order: 0.125. */
  public static String perOrder(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Nanoseconds as microseconds: 1,234.5 us. */
  public static String micros(double nanos) {
    return String.format(Locale.ROOT, "%,.1f us", nanos / NANOS_PER_MICRO);
  }

  /** Nanoseconds as milliseconds: 1,234.5 ms. */
  public static String millis(double nanos) {
    return String.format(Locale.ROOT, "%,.1f ms", nanos / NANOS_PER_MILLI);
  }

  /** Nanoseconds as seconds: 1,234.5 s. */
  public static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%,.1f s", nanos / NANOS_PER_SECOND);
  }

  /** A ratio with two decimals, and a dash where there is none. */
  public static String ratio(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
  }
}
