package dev.ioserver.examples.gateway.load;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a load while it runs. The clients' thread writes (plain load, release store;
 * the recorder has a protocol of its own), one other thread reads (acquire load), and a second one
 * the round trips alone.
 */
public final class LoadProgress {

  /** What the clients are doing. */
  public enum Phase {
    /** Connecting and logging in. */
    CONNECTING,
    /** Orders that do not count yet. */
    WARMING_UP,
    /** Orders that count. */
    MEASURING,
    /** No new orders: the last answers, and the last open orders. */
    FINISHING
  }

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final SingleWriterRecorder recorder =
      new SingleWriterRecorder(RoundTrips.MAX_NANOS, RoundTrips.DIGITS);

  /** As the other, for a second reader; null until there is one. Volatile: either thread. */
  private volatile @Nullable SingleWriterRecorder second;

  private volatile Phase phase = Phase.CONNECTING;

  /** Of the reading thread. */
  private @Nullable Histogram interval;

  /** Of the second reading thread. */
  private @Nullable Histogram secondInterval;

  LoadProgress() {}

  /** What the clients are doing now. Any thread. */
  public Phase phase() {
    return phase;
  }

  /** New orders sent so far. Any thread. */
  public long sent() {
    return sent.getAcquire();
  }

  /** New orders answered so far. Any thread. */
  public long answered() {
    return answered.getAcquire();
  }

  /** The round trips since the last call, in nanoseconds; valid until the next call. */
  public Histogram roundTrips() {
    Histogram latest = recorder.getIntervalHistogram(interval);
    interval = latest;
    return latest;
  }

  /**
   * As {@link #roundTrips()}, for one more thread that reads; what was before its first call is not
   * in it.
   */
  public Histogram seen() {
    SingleWriterRecorder recording = second;
    if (recording == null) {
      recording = new SingleWriterRecorder(RoundTrips.MAX_NANOS, RoundTrips.DIGITS);
      second = recording;
    }
    Histogram latest = recording.getIntervalHistogram(secondInterval);
    secondInterval = latest;
    return latest;
  }

  void enter(Phase next) {
    phase = next;
  }

  void orderSent() {
    sent.setRelease(sent.getPlain() + 1);
  }

  void orderAnswered(long nanos) {
    answered.setRelease(answered.getPlain() + 1);
    recorder.recordValue(RoundTrips.clamp(nanos));
    SingleWriterRecorder more = second;
    if (more != null) {
      more.recordValue(RoundTrips.clamp(nanos));
    }
  }
}
