package dev.ioserver.linux;

import dev.ioserver.bindings.linux.Epoll;
import dev.ioserver.bindings.linux.EpollEvent;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Waits with epoll: {@code epoll(7)}.
 *
 * <p>The kernel knows exactly the descriptors whose interest has a direction, see {@link
 * EpollInterest#isRegistered}. Changes are applied at once.
 *
 * <p>A registration belongs to the open file description, not to the number: with a duplicate of
 * the descriptor around, closing the number does not end it, and its events keep coming with no way
 * left to stop them. That is why {@link #remove} comes before close, always.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine, except {@link #waker()}.
 */
final class EpollPoller implements Poller {

  /** The waker's token. The low half of an engine's token is an index, which is never negative. */
  static final long WAKER_TOKEN = -1L;

  /** What epoll_ctl is told of the waker: an edge for each write, and never a read. */
  private static final int WAKER_EVENTS = Epoll.EPOLLIN | Epoll.EPOLLET;

  private final MemorySegment errno;
  private final MemorySegment change;
  private final MemorySegment events;
  private final int maxEvents;
  private final EpollTimeout timeout;
  private final int epfd;
  private final EventfdWaker waker;

  /** The batch in hand, without the waker. */
  private final long[] tokens;

  private final int[] readiness;
  private int count;
  private boolean closed;

  /** What the sockets of this loop are opened with, see {@link BusyPoll}. */
  private int socketBusyPollMicros;

  private EpollPoller(
      MemorySegment errno,
      MemorySegment change,
      MemorySegment events,
      int maxEvents,
      EpollTimeout timeout,
      int epfd,
      EventfdWaker waker) {
    this.errno = errno;
    this.change = change;
    this.events = events;
    this.maxEvents = maxEvents;
    this.timeout = timeout;
    this.epfd = epfd;
    this.waker = waker;
    this.tokens = new long[maxEvents];
    this.readiness = new int[maxEvents];
  }

  /**
   * Opens a poller and its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   */
  static EpollPoller open(int maxEvents) throws SystemCallException {
    return open(maxEvents, true);
  }

  /**
   * Opens a poller and its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   * @param nanos whether to look for epoll_pwait2; otherwise it is taken as missing
   */
  static EpollPoller open(int maxEvents, boolean nanos) throws SystemCallException {
    Arena arena = Arena.ofAuto();
    MemorySegment errno = PosixCalls.newErrnoSegment(arena);
    MemorySegment change = arena.allocate(EpollEvent.LAYOUT);
    MemorySegment events = arena.allocate(EpollEvent.LAYOUT, maxEvents);
    int epfd = LinuxCalls.epollCreate1(errno, Epoll.EPOLL_CLOEXEC);
    if (epfd < 0) {
      throw LinuxErrorCodes.INSTANCE.failure("epoll_create1", "", epfd);
    }
    EventfdWaker waker = null;
    try {
      EpollTimeout timeout =
          nanos ? EpollTimeout.probe(arena, errno, epfd, events) : EpollTimeout.millis(arena);
      waker = EventfdWaker.open();
      var poller = new EpollPoller(errno, change, events, maxEvents, timeout, epfd, waker);
      poller.addWaker();
      return poller;
    } catch (SystemCallException | RuntimeException | Error e) {
      if (waker != null) {
        waker.close();
      }
      PosixCalls.close(errno, epfd);
      throw e;
    }
  }

  @Override
  public boolean isEdgeTriggered() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>EEXIST is handed on: the descriptor is registered already, under another token. To change
   * that registration instead, as some event loops do, would take its events away from an owner who
   * still waits for them; two owners of one descriptor are an error that should be seen.
   */
  @Override
  public int add(long descriptor, long token, int interest) {
    return EpollInterest.isRegistered(interest)
        ? control(Epoll.EPOLL_CTL_ADD, descriptor, token, interest)
        : 0;
  }

  /**
   * {@inheritDoc}
   *
   * <p>ENOENT is handed on: the descriptor was closed behind our back, which ended its
   * registration, and the number now names something else. To add that under the old token, as some
   * event loops do, would give the owner events of a stranger's descriptor.
   */
  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    if (!EpollInterest.isRegistered(held)) {
      return add(descriptor, token, wanted);
    }
    return EpollInterest.isRegistered(wanted)
        ? control(Epoll.EPOLL_CTL_MOD, descriptor, token, wanted)
        : remove(descriptor, token, held);
  }

  @Override
  public int remove(long descriptor, long token, int held) {
    if (!EpollInterest.isRegistered(held)) {
      return REMOVED;
    }
    int result = control(Epoll.EPOLL_CTL_DEL, descriptor, token, Interest.NONE);
    return result < 0 && !isGone(result) ? result : REMOVED;
  }

  @Override
  public int poll(long timeoutNanos) {
    count = 0;
    int n = timeout.await(errno, epfd, events, maxEvents, timeoutNanos);
    if (n > 0) {
      count = take(n);
      return count;
    }
    // A signal is no readiness, and no failure either: the caller looks at the clock and waits
    // again.
    return n == -Errno.EINTR ? 0 : n;
  }

  @Override
  public long token(int index) {
    assert index < count : "event " + index + " of " + count;
    return tokens[index];
  }

  @Override
  public int ready(int index) {
    assert index < count : "event " + index + " of " + count;
    return readiness[index];
  }

  @Override
  public String callName(boolean change) {
    return change ? "epoll_ctl" : "epoll_wait";
  }

  @Override
  public Waker waker() {
    return waker;
  }

  @Override
  public long resolutionNanos() {
    return timeout.resolutionNanos();
  }

  @Override
  public long descriptor() {
    return closed ? -1 : epfd;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    count = 0;
    waker.close();
    PosixCalls.close(errno, epfd);
  }

  /** Has the sockets of this loop opened with SO_BUSY_POLL, in microseconds; 0 has them without. */
  void busyPollSockets(int micros) {
    socketBusyPollMicros = micros;
  }

  /** SO_BUSY_POLL for the sockets of this loop in microseconds; 0 for none. */
  int socketBusyPollMicros() {
    return socketBusyPollMicros;
  }

  /** {@code epoll_ctl(2)}. It does not wait, so there is no EINTR. */
  private int control(int operation, long descriptor, long token, int interest) {
    EpollEvent.set(change, EpollInterest.toEpoll(interest), token);
    return LinuxCalls.epollCtl(errno, epfd, operation, (int) descriptor, change);
  }

  private void addWaker() throws SystemCallException {
    EpollEvent.set(change, WAKER_EVENTS, WAKER_TOKEN);
    int result = LinuxCalls.epollCtl(errno, epfd, Epoll.EPOLL_CTL_ADD, waker.descriptor(), change);
    if (result < 0) {
      throw LinuxErrorCodes.INSTANCE.failure("epoll_ctl", "eventfd", result);
    }
  }

  /**
   * Whether a removal found nothing to remove, which is what it was to bring about. EBADF: the
   * number was closed. ENOENT: it was closed and names another file now, which is not registered.
   * EPERM: that other file is of a kind that cannot be registered at all, such as one on a disk.
   */
  private static boolean isGone(int result) {
    return result == -Errno.EBADF || result == -Errno.ENOENT || result == -Errno.EPERM;
  }

  /**
   * Copies a batch to where it can be read by index, and leaves out the waker, which may be any one
   * of it. A full batch with the waker in it is one event short, and the next poll brings the rest.
   */
  private int take(int n) {
    int taken = 0;
    for (int i = 0; i < n; i++) {
      long token = EpollEvent.data(events, i);
      if (token != WAKER_TOKEN) {
        tokens[taken] = token;
        readiness[taken] = EpollInterest.fromEpoll(EpollEvent.events(events, i));
        taken++;
      }
    }
    return taken;
  }
}
