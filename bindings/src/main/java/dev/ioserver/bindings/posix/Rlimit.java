package dev.ioserver.bindings.posix;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct rlimit}, a limit of the process: {@code getrlimit(2)}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class Rlimit {
  /** The resource: one more than the highest descriptor the process may open. */
  public static final int RLIMIT_NOFILE = PosixNumbers.here().number("RLIMIT_NOFILE");

  /** No limit. Limits are unsigned on Linux and macOS. */
  public static final long RLIM_INFINITY = PosixNumbers.here().rlimInfinity();

  /** The layout of the structure, for allocating one. */
  public static final GroupLayout LAYOUT = PosixNumbers.here().layout("rlimit");

  private static final long CURRENT = LAYOUT.byteOffset(groupElement("rlim_cur"));
  private static final long MAXIMUM = LAYOUT.byteOffset(groupElement("rlim_max"));

  private Rlimit() {}

  /** The limit in force, unsigned. */
  public static long current(MemorySegment limit) {
    return limit.get(JAVA_LONG, CURRENT);
  }

  /** How far the process may raise the limit in force by itself, unsigned. */
  public static long maximum(MemorySegment limit) {
    return limit.get(JAVA_LONG, MAXIMUM);
  }

  /** Sets both fields, unsigned. */
  public static void set(MemorySegment limit, long current, long maximum) {
    limit.set(JAVA_LONG, CURRENT, current);
    limit.set(JAVA_LONG, MAXIMUM, maximum);
  }
}
