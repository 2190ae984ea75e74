package dev.ioserver.examples.gateway.server;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/**
 * The exchange's time of day: nanoseconds since midnight, read from {@link System#nanoTime} so that
 * it never steps back. Immutable and safe for any thread.
 */
final class DayClock {

  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  private final long midnightNanos =
      System.nanoTime() - LocalTime.now(ZoneId.systemDefault()).toNanoOfDay();

  long nanosSinceMidnight() {
    return (System.nanoTime() - midnightNanos) % DAY_NANOS;
  }
}
