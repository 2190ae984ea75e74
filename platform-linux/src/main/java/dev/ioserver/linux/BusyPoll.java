package dev.ioserver.linux;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decides how the waits of a loop come to poll the network device.
 *
 * <p>Since Linux 6.9 an epoll instance has a time of its own, {@link EpollBusyPoll}. Before, only
 * the setting net.core.busy_poll of the whole system makes epoll_wait poll, and says how long;
 * SO_BUSY_POLL, {@link SocketBusyPoll}, then does the same for reads that find nothing. Without the
 * setting, SO_BUSY_POLL would be accepted and no wait would poll, so that is refused.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class BusyPoll {

  private static final Path SYSTEM = Path.of("/proc/sys/net/core/busy_poll");

  private BusyPoll() {}

  /**
   * Turns it on for an epoll instance, by whatever way this kernel has.
   *
   * @param micros microseconds, 1 or more
   * @return SO_BUSY_POLL for the sockets of the same loop in microseconds; 0 if they need none
   * @throws SystemCallException if this kernel does not do it, or does not allow it
   */
  static int start(int epfd, int micros) throws SystemCallException {
    return start(epfd, micros, true, systemMicros());
  }

  /**
   * As the other, on a kernel of which more is known.
   *
   * @param perEpoll whether to try EPIOCSPARAMS; otherwise it is taken as missing
   * @param systemMicros net.core.busy_poll; 0 if it is off, negative if it cannot be seen
   */
  static int start(int epfd, int micros, boolean perEpoll, int systemMicros)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = PosixCalls.newErrnoSegment(arena);
      // Whatever the answer is, only a success counts: filters have answers of their own.
      int ofEpoll = perEpoll ? EpollBusyPoll.set(errno, epfd, micros) : -Errno.ENOTTY;
      if (ofEpoll >= 0) {
        return 0;
      }
      if (systemMicros <= 0) {
        throw failure(
            "ioctl",
            "EPIOCSPARAMS",
            ofEpoll,
            "use Linux 6.9, or set net.core.busy_poll, which is "
                + (systemMicros == 0 ? "off" : "not to be seen here"));
      }
      int ofSocket = SocketBusyPoll.probe(errno, micros);
      if (ofSocket < 0) {
        throw failure(
            "setsockopt",
            "SO_BUSY_POLL",
            ofSocket,
            "use Linux 6.9, run with CAP_NET_ADMIN, or set net.core.busy_read to " + micros);
      }
      return micros;
    }
  }

  /** The setting net.core.busy_poll in microseconds; 0 is off; negative if it cannot be seen. */
  static int systemMicros() {
    try {
      // Not with readString: it asks for one byte first, and these files answer the first read.
      return Integer.parseInt(Files.readAllLines(SYSTEM).getFirst().strip());
    } catch (IOException | RuntimeException e) {
      // Other network namespaces do not show it, nor do kernels that were built without it.
      return -1;
    }
  }

  private static SystemCallException failure(String call, String detail, int result, String help) {
    LinuxErrorCodes codes = LinuxErrorCodes.INSTANCE;
    int code = -result;
    return new SystemCallException(
        call,
        detail,
        code,
        codes.name(code),
        codes.text(code),
        codes.kind(code),
        help + "; or leave busyPoll at 0");
  }
}
