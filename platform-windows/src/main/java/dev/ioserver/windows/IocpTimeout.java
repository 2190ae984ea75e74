package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Handles;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Waits for packets with {@code GetQueuedCompletionStatusEx}, which counts milliseconds: times are
 * rounded up. Windows ends a wait with its own clock tick, which may be a little before the time by
 * the clock that Java reads, so that a wait that ends early is begun again for the rest.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class IocpTimeout {

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int NOW = 0;

  private final MemorySegment taken;

  IocpTimeout(Arena arena) {
    this.taken = arena.allocate(JAVA_INT);
  }

  /**
   * Waits.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @return how many packets, 0 when the time is up, or a code, negated
   */
  int await(
      MemorySegment error, long port, MemorySegment entries, int maxEntries, long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return take(error, port, entries, maxEntries, timeoutNanos == 0 ? NOW : Handles.INFINITE);
    }
    long began = System.nanoTime();
    long left = timeoutNanos;
    while (left > 0) {
      int n = take(error, port, entries, maxEntries, toMillis(left));
      if (n != 0) {
        return n;
      }
      left = timeoutNanos - (System.nanoTime() - began);
    }
    return 0;
  }

  /** The finest wait in nanoseconds. */
  long resolutionNanos() {
    return NANOS_PER_MILLI;
  }

  /** Milliseconds, rounded up; at most some 24 days. */
  static int toMillis(long timeoutNanos) {
    // Subtracted before it is divided: adding 999,999 could overflow.
    long millis = (timeoutNanos - 1) / NANOS_PER_MILLI + 1;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private int take(
      MemorySegment error, long port, MemorySegment entries, int maxEntries, int timeoutMillis) {
    int n =
        WindowsCalls.getQueuedCompletionStatusEx(
            error, port, entries, maxEntries, taken, timeoutMillis);
    return n == -WindowsErrors.WAIT_TIMEOUT ? 0 : n;
  }
}
