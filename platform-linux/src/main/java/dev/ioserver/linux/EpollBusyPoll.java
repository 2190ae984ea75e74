package dev.ioserver.linux;

import dev.ioserver.bindings.linux.Epoll;
import dev.ioserver.bindings.linux.EpollParams;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Has the waits of one epoll instance poll the network device before they sleep: EPIOCSPARAMS, see
 * {@code ioctl_eventpoll(2)}. The packets per poll are left to the kernel.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class EpollBusyPoll {

  private EpollBusyPoll() {}

  /**
   * Sets the time, and reads it back: a system that accepts what it does not keep has not got it.
   *
   * @param micros microseconds that a wait polls; 0 leaves it to net.core.busy_poll
   * @return 0, or a code, negated: ENOTTY before Linux 6.9, EOPNOTSUPP where the kernel was built
   *     without it, EINVAL for a negative time
   */
  static int set(MemorySegment errno, int epfd, int micros) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(EpollParams.LAYOUT);
      EpollParams.setBusyPollMicros(params, micros);
      int result = LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCSPARAMS, params);
      if (result < 0) {
        return result;
      }
      int kept = get(errno, epfd);
      if (kept < 0) {
        return kept;
      }
      return kept == micros ? 0 : -Errno.EOPNOTSUPP;
    }
  }

  /** The time in microseconds, or a code, negated. */
  static int get(MemorySegment errno, int epfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(EpollParams.LAYOUT);
      int result = LinuxCalls.ioctl(errno, epfd, EpollParams.EPIOCGPARAMS, params);
      return result < 0 ? result : EpollParams.busyPollMicros(params);
    }
  }

  /**
   * Tries it on an epoll instance of its own.
   *
   * @return 0 if it can be set, or a code, negated
   */
  static int probe(MemorySegment errno) {
    int epfd = LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC);
    if (epfd < 0) {
      return epfd;
    }
    try {
      return set(errno, epfd, 1);
    } finally {
      PosixCalls.close(errno, epfd);
    }
  }
}
