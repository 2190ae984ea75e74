package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;

/**
 * Constants of epoll: {@code epoll(7)}, {@code epoll_ctl(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Epoll {
  /** epoll_create1: the descriptor does not survive exec. */
  public static final int EPOLL_CLOEXEC = linux_h.EPOLL_CLOEXEC();

  /** Registers a descriptor; EEXIST if it is registered. */
  public static final int EPOLL_CTL_ADD = linux_h.EPOLL_CTL_ADD();

  /** Changes a registration; ENOENT if there is none. */
  public static final int EPOLL_CTL_MOD = linux_h.EPOLL_CTL_MOD();

  /** Removes a registration; ENOENT if there is none. */
  public static final int EPOLL_CTL_DEL = linux_h.EPOLL_CTL_DEL();

  /** There is something to read, or to accept. */
  public static final int EPOLLIN = linux_h.EPOLLIN();

  /** An exceptional condition, such as out-of-band data. */
  public static final int EPOLLPRI = linux_h.EPOLLPRI();

  /** There is room to write, or a connect has ended. */
  public static final int EPOLLOUT = linux_h.EPOLLOUT();

  /** An error is pending. Reported whether asked for or not. */
  public static final int EPOLLERR = linux_h.EPOLLERR();

  /** Both directions are closed. Reported whether asked for or not. */
  public static final int EPOLLHUP = linux_h.EPOLLHUP();

  /** The peer has closed its direction. */
  public static final int EPOLLRDHUP = linux_h.EPOLLRDHUP();

  /** Wakes one of several epoll instances; for {@link #EPOLL_CTL_ADD} alone. */
  public static final int EPOLLEXCLUSIVE = linux_h.EPOLLEXCLUSIVE();

  /** The registration rests after one event until it is changed. */
  public static final int EPOLLONESHOT = linux_h.EPOLLONESHOT();

  /** Edge-triggered: reports changes, not states. The sign bit of the events. */
  public static final int EPOLLET = linux_h.EPOLLET();

  private Epoll() {}
}
