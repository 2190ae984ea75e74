package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What every call does with its outcome.
 *
 * <p>Thread-safe: no state. A segment for errno belongs to one thread.
 */
public final class CCalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private CCalls() {}

  /** A zeroed segment that receives errno; lives as long as {@code arena}. */
  public static MemorySegment newErrnoSegment(Arena arena) {
    return arena.allocate(STATE);
  }

  /** What a function returned, or {@code -errno} if it failed. */
  public static int result(MemorySegment errno, int returned) {
    return returned >= 0 ? returned : -errno.get(JAVA_INT, ERRNO);
  }

  /** What a function returned, or {@code -errno} if it failed. */
  public static long result(MemorySegment errno, long returned) {
    return returned >= 0 ? returned : -errno.get(JAVA_INT, ERRNO);
  }

  /**
   * Passes on what a handle threw, which is a wrong argument (a heap segment, a closed arena) or a
   * failure of the JVM: C functions throw nothing.
   */
  public static RuntimeException unexpected(Throwable failure) {
    switch (failure) {
      case RuntimeException wrongArgument -> throw wrongArgument;
      case Error fatal -> throw fatal;
      default -> throw new AssertionError("a C function cannot throw this", failure);
    }
  }
}
