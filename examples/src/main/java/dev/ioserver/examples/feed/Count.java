package dev.ioserver.examples.feed;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number with one writer, who uses plain loads and release stores; any thread reads, by acquire
 * load. Nobody needs two of them to be of the same moment.
 */
public final class Count {

  private final AtomicLong value = new AtomicLong();

  /** Zero. */
  public Count() {}

  /** Adds; the writer's. */
  public void add(long amount) {
    value.setRelease(value.getPlain() + amount);
  }

  /** Sets; the writer's. */
  public void set(long newValue) {
    value.setRelease(newValue);
  }

  /** Returns the number. Any thread. */
  public long get() {
    return value.getAcquire();
  }
}
