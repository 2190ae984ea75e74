package dev.ioserver.bindings.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ioserver.bindings.linux.generated.linux_h;
import dev.ioserver.bindings.linux.generated.rlimit;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct rlimit}, a limit of the process: {@code getrlimit(2)}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class Rlimit {
  /** The resource: one more than the highest descriptor the process may open. */
  public static final int RLIMIT_NOFILE = linux_h.RLIMIT_NOFILE();

  /** No limit. Limits are unsigned: this is the largest of them, and -1 in Java. */
  public static final long RLIM_INFINITY = linux_h.RLIM_INFINITY();

  /** The layout of the structure, for allocating one. */
  public static final MemoryLayout LAYOUT = rlimit.layout();

  private static final long CURRENT = rlimit.rlim_cur$offset();
  private static final long MAXIMUM = rlimit.rlim_max$offset();

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
