package dev.ioserver.examples.feed.subscribe;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Times in nanoseconds. One thread records; another may look at the latest, and anybody at all of
 * them when no more are recorded.
 */
public final class Latency {

  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Histogram all = new Histogram(MAX_NANOS, DIGITS);
  private final SingleWriterRecorder recent = new SingleWriterRecorder(MAX_NANOS, DIGITS);

  /** Of the thread that looks at the latest. */
  private @Nullable Histogram interval;

  /** None yet. */
  public Latency() {}

  /** Notes a time; clocks that were set meanwhile must not make it less than none. */
  void record(long nanos) {
    long value = Math.clamp(nanos, 0, MAX_NANOS);
    all.recordValue(value);
    recent.recordValue(value);
  }

  /** Returns the times since the last call; valid until the next one. One thread. */
  public Histogram latest() {
    Histogram latest = recent.getIntervalHistogram(interval);
    interval = latest;
    return latest;
  }

  /** Returns all times, once no more are recorded. */
  public Histogram all() {
    return all;
  }
}
