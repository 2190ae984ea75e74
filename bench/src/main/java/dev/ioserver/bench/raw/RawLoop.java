package dev.ioserver.bench.raw;

import dev.ioserver.bindings.linux.Epoll;
import dev.ioserver.bindings.linux.EpollEvent;
import dev.ioserver.bindings.linux.EventFd;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An epoll instance and an eventfd that wakes it, with nothing above them. The eventfd is
 * edge-triggered and never read, as the engine has it.
 *
 * <p>Thread-safety: one thread waits; any thread wakes.
 */
public final class RawLoop implements AutoCloseable {

  /** The token of the eventfd. */
  public static final long WAKER = -1;

  private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1);

  private final MemorySegment errno;
  private final MemorySegment wakeErrno;
  private final MemorySegment change;
  private final MemorySegment events;
  private final int maxEvents;
  private final int epfd;
  private final int eventfd;

  /** An instance that takes so many events at a time. */
  public RawLoop(int maxEvents) {
    this.maxEvents = maxEvents;
    Arena arena = Arena.ofAuto();
    errno = PosixCalls.newErrnoSegment(arena);
    wakeErrno = PosixCalls.newErrnoSegment(arena);
    change = arena.allocate(EpollEvent.LAYOUT);
    events = arena.allocate(EpollEvent.LAYOUT, maxEvents);
    epfd = RawSockets.checked("epoll_create1", LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC));
    eventfd =
        RawSockets.checked(
            "eventfd", LinuxCalls.eventfd(errno, 0, EventFd.EFD_NONBLOCK | EventFd.EFD_CLOEXEC));
    add(eventfd, Epoll.EPOLLIN | Epoll.EPOLLET, WAKER);
  }

  /** Registers a descriptor. */
  public void add(int fd, int events, long token) {
    EpollEvent.set(change, events, token);
    RawSockets.checked(
        "epoll_ctl", LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, fd, change));
  }

  /** Waits: 0 not at all, below 0 without end. Returns how many events. */
  public int await(int timeoutMillis) {
    int n = LinuxCalls.epollWait(errno, epfd, events, maxEvents, timeoutMillis);
    return n == -Errno.EINTR ? 0 : RawSockets.checked("epoll_wait", n);
  }

  /** The token of an event of the last wait. */
  public long token(int index) {
    return EpollEvent.data(events, index);
  }

  /** Ends a wait: one system call, always. */
  public void wake() {
    PosixCalls.write(wakeErrno, eventfd, ONE, ValueLayout.JAVA_LONG.byteSize());
  }

  @Override
  public void close() {
    PosixCalls.close(errno, eventfd);
    PosixCalls.close(errno, epfd);
  }
}
