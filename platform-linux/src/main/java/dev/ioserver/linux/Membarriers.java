package dev.ioserver.linux;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.Membarrier;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.spi.ProcessBarrier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Fences in all threads of the process: {@code membarrier(2)}, by the command that interrupts the
 * processors which run one of them and no others. A thread that does not run passes a fence when it
 * is switched to.
 *
 * <p>Thread-safety: any thread.
 */
final class Membarriers {

  /** The kernel is short of memory for a moment: it says ENOMEM, and has done nothing. */
  private static final int ATTEMPTS = 1000;

  /** No lambda, since each one costs some of the time before the first byte. */
  private static final ProcessBarrier BARRIER =
      new ProcessBarrier() {
        @Override
        public void fenceAllThreads() {
          Membarriers.fenceAllThreads();
        }
      };

  private Membarriers() {}

  /** The barrier, or null where the kernel has none or a filter forbids it. */
  static @Nullable ProcessBarrier found() {
    return Registered.RESULT < 0 ? null : BARRIER;
  }

  /** What the kernel said to the registration: 0, or the negated errno. */
  static int registered() {
    return Registered.RESULT;
  }

  private static void fenceAllThreads() {
    // Where concurrent calls let the kernel's errno go, and nobody reads it: see EventfdWaker.
    int result = call(Registered.UNRELIABLE_ERRNO);
    if (result < 0) {
      repeat();
    }
  }

  private static void repeat() {
    int result = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      for (int i = 0; i < ATTEMPTS; i++) {
        result = call(errno);
        if (result >= 0) {
          return;
        }
        Thread.onSpinWait();
      }
    }
    // To sleep without it could lose a wake-up.
    throw new IllegalStateException(
        "membarrier failed with "
            + Errno.name(-result)
            + " ("
            + Errno.text(-result)
            + ") though it was registered; processBarrier(false) in the options does without it");
  }

  private static int call(MemorySegment errno) {
    return LinuxCalls.membarrier(errno, Membarrier.MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0);
  }

  /** Registers the process when it is first asked for; a program without selectors never does. */
  private static final class Registered {

    static final MemorySegment UNRELIABLE_ERRNO = PosixCalls.newErrnoSegment(Arena.global());

    static final int RESULT =
        LinuxCalls.membarrier(
            UNRELIABLE_ERRNO, Membarrier.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0);
  }
}
