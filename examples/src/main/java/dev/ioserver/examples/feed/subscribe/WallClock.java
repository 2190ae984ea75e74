package dev.ioserver.examples.feed.subscribe;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The clock that the kernel stamps datagrams by: nanoseconds since 1970, without an object for each
 * look. It goes as {@link System#nanoTime} does, and is set by the system's time now and then, in
 * case that somebody has set that. Belongs to one thread.
 */
public final class WallClock {

  private static final int TRIES = 16;

  private long offset;

  /** A clock that is set. */
  public WallClock() {
    set();
  }

  /** Returns the nanoseconds since 1970. */
  public long nanos() {
    return System.nanoTime() + offset;
  }

  /** Sets the clock: by the look at both that took the shortest time. Allocates. */
  public void set() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long took = System.nanoTime() - before;
      if (took < shortest) {
        shortest = took;
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        offset = nanos - (before + took / 2);
      }
    }
  }
}
