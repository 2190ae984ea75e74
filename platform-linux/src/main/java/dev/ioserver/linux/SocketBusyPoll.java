package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Whether sockets may poll their network device when they are read and have nothing: SO_BUSY_POLL,
 * see {@code socket(7)}. All is tried on a socket of its own; {@link LinuxSockets} sets it on those
 * of ports.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class SocketBusyPoll {

  private static final int STREAM = Sockets.SOCK_STREAM | Sockets.SOCK_CLOEXEC;

  private SocketBusyPoll() {}

  /** What a new socket has in microseconds, which is net.core.busy_read; or a code, negated. */
  static int byDefault(MemorySegment errno) {
    int fd = PosixCalls.socket(errno, Sockets.AF_INET, STREAM, 0);
    if (fd < 0) {
      return fd;
    }
    try {
      return get(errno, fd);
    } finally {
      PosixCalls.close(errno, fd);
    }
  }

  /**
   * Tries to set it.
   *
   * @param micros microseconds
   * @return 0, or a code, negated: EPERM where more than the default takes CAP_NET_ADMIN, as it
   *     does on older kernels
   */
  static int probe(MemorySegment errno, int micros) {
    int fd = PosixCalls.socket(errno, Sockets.AF_INET, STREAM, 0);
    if (fd < 0) {
      return fd;
    }
    try {
      return set(errno, fd, micros);
    } finally {
      PosixCalls.close(errno, fd);
    }
  }

  /** Sets the option of a socket, in microseconds; returns 0, or a code, negated. */
  static int set(MemorySegment errno, int fd, int micros) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocateFrom(JAVA_INT, micros);
      return PosixCalls.setsockopt(
          errno, fd, Sockets.SOL_SOCKET, Sockets.SO_BUSY_POLL, value, Integer.BYTES);
    }
  }

  /** The option of a socket in microseconds, or a code, negated. */
  static int get(MemorySegment errno, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      int result =
          PosixCalls.getsockopt(errno, fd, Sockets.SOL_SOCKET, Sockets.SO_BUSY_POLL, value, length);
      return result < 0 ? result : value.get(JAVA_INT, 0);
    }
  }
}
