package dev.ioserver.bindings.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * How a function of C is called, and what becomes of its outcome.
 *
 * <p>Thread-safe: no state. A segment for errno belongs to one thread.
 */
public final class CCalls {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  /** Where a POSIX system is, nothing else is captured. To ask the layout would load its paths. */
  static final long ERRNO = 0;

  private CCalls() {}

  /** A zeroed segment that receives errno; lives as long as {@code arena}. */
  public static MemorySegment newErrnoSegment(Arena arena) {
    return arena.allocate(STATE);
  }

  /**
   * Calls a function through a handle of {@link CFunction#link}.
   *
   * <p>An int is handed over as the long of the same value, memory as its {@link #address}, and 0
   * for what the function has no parameter for. What a function that returns an int has returned is
   * in the lower half of the result; a caller casts to int.
   *
   * @param errno receives errno
   */
  public static long call(
      MethodHandle function,
      MemorySegment errno,
      long first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    try {
      return (long) function.invokeExact(errno, first, second, third, fourth, fifth, sixth);
    } catch (Throwable failure) {
      throw unexpected(failure);
    }
  }

  /**
   * Where memory that is handed to a function lies. The caller keeps it alive until the call is
   * over, with a {@link java.lang.ref.Reference#reachabilityFence} behind it.
   *
   * @throws IllegalArgumentException if it lies in the heap
   * @throws IllegalStateException if its arena is closed
   */
  public static long address(MemorySegment memory) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException("C cannot be given memory of the heap");
    }
    if (!memory.scope().isAlive()) {
      throw new IllegalStateException("the arena of this memory is closed");
    }
    return memory.address();
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
