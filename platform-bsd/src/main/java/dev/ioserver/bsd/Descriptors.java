package dev.ioserver.bsd;

import dev.ioserver.bindings.posix.Fcntl;
import dev.ioserver.bindings.posix.PosixCalls;
import java.lang.foreign.MemorySegment;

/**
 * Flags of descriptors, where the call that opens one cannot set them: {@code fcntl(2)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class Descriptors {

  private Descriptors() {}

  /**
   * Makes a fresh descriptor non-blocking and closed by exec. A program that another thread starts
   * between the two calls inherits it: macOS has no way to open a socket with its flags.
   *
   * @return 0, or a code, negated
   */
  static int nonBlockingAndClosedByExec(MemorySegment errno, int fd) {
    int result = PosixCalls.fcntl(errno, fd, Fcntl.F_SETFD, Fcntl.FD_CLOEXEC);
    // A fresh descriptor has no other status flag that F_SETFL could clear.
    return result < 0 ? result : PosixCalls.fcntl(errno, fd, Fcntl.F_SETFL, Fcntl.O_NONBLOCK);
  }
}
