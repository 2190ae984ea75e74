package dev.ioserver.bsd;

import dev.ioserver.bindings.posix.TimeSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * The time-out of a wait as {@code kevent(2)} takes it: nanoseconds, and no structure at all for a
 * wait without end.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class KqueueTimeout {

  /**
   * The longest wait, after which the caller looks at the clock. Kernels refuse more than a hundred
   * million seconds (EINVAL), and libkqueue counts milliseconds in an int.
   */
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(1);

  /** Never written: zero is what fresh memory holds. */
  private final MemorySegment none;

  private final MemorySegment time;

  KqueueTimeout(Arena arena) {
    this.none = arena.allocate(TimeSpec.LAYOUT);
    this.time = arena.allocate(TimeSpec.LAYOUT);
  }

  /**
   * The structure to hand in.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   */
  MemorySegment of(long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return timeoutNanos == 0 ? none : MemorySegment.NULL;
    }
    TimeSpec.set(time, Math.min(timeoutNanos, LONGEST_NANOS));
    return time;
  }

  /** The finest wait in nanoseconds. */
  long resolutionNanos() {
    return 1;
  }
}
