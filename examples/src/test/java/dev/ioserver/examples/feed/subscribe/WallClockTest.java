package dev.ioserver.examples.feed.subscribe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WallClockTest {

  @Test
  void itTellsTheTimeOfTheSystem() {
    WallClock clock = new WallClock();
    long before = nanos();
    long between = clock.nanos();
    long after = nanos();
    // A step of the system's clock in between would be another matter; a second is far from both.
    assertTrue(between > before - 1_000_000_000 && between < after + 1_000_000_000);
    clock.set();
    assertTrue(clock.nanos() > before - 1_000_000_000);
  }

  private static long nanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
