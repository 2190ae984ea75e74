package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Writes {@code struct timespec}: {@code timespec(3type)}.
 *
 * <p>The systems agree on the offsets, which a test compares with what was generated: see {@link
 * SockAddr} for why they are written here.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class TimeSpec {
  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = MemoryLayout.sequenceLayout(2, JAVA_LONG);

  static final long SECONDS = 0;
  static final long NANOS = 8;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private TimeSpec() {}

  /**
   * Sets a duration.
   *
   * @param nanos nanoseconds, 0 or more; the kernel refuses a negative time with EINVAL
   */
  public static void set(MemorySegment time, long nanos) {
    time.set(JAVA_LONG, SECONDS, nanos / NANOS_PER_SECOND);
    time.set(JAVA_LONG, NANOS, nanos % NANOS_PER_SECOND);
  }
}
