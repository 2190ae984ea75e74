package dev.ioserver.linux;

import dev.ioserver.bindings.linux.Epoll;
import dev.ioserver.engine.api.Interest;

/**
 * Translates between {@link Interest} and the event bits of {@code epoll_ctl(2)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class EpollInterest {

  private EpollInterest() {}

  /**
   * Whether the kernel is to know a descriptor with this interest. Without a direction it is not:
   * epoll reports EPOLLERR and EPOLLHUP whether asked or not, and a level-triggered registration
   * that wants nothing would make every wait return at once.
   */
  static boolean isRegistered(int interest) {
    return (interest & (Interest.READ | Interest.WRITE)) != 0;
  }

  /** What to ask the kernel for; EPOLLERR and EPOLLHUP come by themselves. */
  static int toEpoll(int interest) {
    int events = 0;
    if ((interest & Interest.READ) != 0) {
      events |= Epoll.EPOLLIN | Epoll.EPOLLRDHUP;
    }
    if ((interest & Interest.WRITE) != 0) {
      events |= Epoll.EPOLLOUT;
    }
    if ((interest & Interest.EDGE) != 0) {
      events |= Epoll.EPOLLET;
    }
    return events;
  }

  /**
   * What the kernel's event says. An end or an error is also readiness in each direction that will
   * show it: whoever reads or writes then hears of it from the call.
   */
  static int fromEpoll(int events) {
    int ready = 0;
    if ((events & Epoll.EPOLLIN) != 0) {
      ready |= Interest.READ;
    }
    if ((events & Epoll.EPOLLOUT) != 0) {
      ready |= Interest.WRITE;
    }
    if ((events & Epoll.EPOLLRDHUP) != 0) {
      ready |= Interest.READ | Interest.PEER_CLOSED;
    }
    if ((events & Epoll.EPOLLHUP) != 0) {
      ready |= Interest.READ | Interest.WRITE | Interest.PEER_CLOSED;
    }
    if ((events & Epoll.EPOLLERR) != 0) {
      ready |= Interest.READ | Interest.WRITE | Interest.ERROR;
    }
    return ready;
  }
}
