package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/**
 * Writes {@code struct timespec}: {@code timespec(3type)}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class TimeSpec {
  /** The layout of the structure, for allocating one. */
  public static final GroupLayout LAYOUT = PosixNumbers.here().layout("timespec");

  private static final long SECONDS = LAYOUT.byteOffset(groupElement("tv_sec"));
  private static final long NANOS = LAYOUT.byteOffset(groupElement("tv_nsec"));
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
