package dev.ioserver.posix;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Rlimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How many descriptors the process may open, in words: {@code getrlimit(2)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
public final class DescriptorLimit {

  private DescriptorLimit() {}

  /** "soft 1024, hard none", or "unknown". */
  public static String inWords() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      return PosixCalls.getrlimit(errno, Rlimit.RLIMIT_NOFILE, limit) < 0
          ? "unknown"
          : "soft " + inWords(Rlimit.current(limit)) + ", hard " + inWords(Rlimit.maximum(limit));
    }
  }

  private static String inWords(long value) {
    return value == Rlimit.RLIM_INFINITY ? "none" : Long.toUnsignedString(value);
  }
}
