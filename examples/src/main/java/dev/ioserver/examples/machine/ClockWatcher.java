package dev.ioserver.examples.machine;

import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps for a millisecond at a time and looks at the clock: if it slept for much longer, a thread
 * that was due to run could not. Notes when that was.
 *
 * <p>The watching thread writes, any thread reads.
 */
final class ClockWatcher implements Runnable {

  /** How long it sleeps. */
  static final long STEP_NANOS = 1_000_000;

  /** Being late by so much is a stall. */
  static final long STALL_NANOS = 500_000;

  /** Stalls that are kept: more than a day's, on a machine that is fit to measure on. */
  private static final int MOST = 1 << 16;

  /** Plain stores before the release store of the count; plain loads after its acquire load. */
  private final long[] starts = new long[MOST];

  private final long[] ends = new long[MOST];

  /** Watching thread: volatile store. Others: volatile load. */
  private volatile int count;

  /** Up to when all stalls are noted. Watching thread: volatile store. Others: volatile load. */
  private volatile long seenNanos = System.nanoTime();

  private volatile boolean stopped;

  @Override
  public void run() {
    long before = System.nanoTime();
    while (!stopped) {
      LockSupport.parkNanos(STEP_NANOS);
      long now = System.nanoTime();
      look(before, now);
      before = now;
    }
  }

  /** It slept at the first of two times, and was awake again at the other. */
  void look(long before, long now) {
    int next = count;
    if (now - before >= STEP_NANOS + STALL_NANOS && next < MOST) {
      starts[next] = before;
      ends[next] = now;
      count = next + 1;
    }
    seenNanos = now;
  }

  void stop() {
    stopped = true;
  }

  long seenNanos() {
    return seenNanos;
  }

  int count() {
    return count;
  }

  long startNanos(int stall) {
    return starts[stall];
  }

  /** By how much it was late. */
  long nanos(int stall) {
    return ends[stall] - starts[stall] - STEP_NANOS;
  }

  /** Whether a stall lies in a span of time, in part at least. */
  boolean overlaps(long fromNanos, long toNanos) {
    for (int i = count - 1; i >= 0 && ends[i] - fromNanos >= 0; i--) {
      if (starts[i] - toNanos <= 0) {
        return true;
      }
    }
    return false;
  }
}
