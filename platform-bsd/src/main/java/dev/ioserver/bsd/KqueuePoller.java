package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdCalls;
import dev.ioserver.bindings.bsd.KEvent;
import dev.ioserver.bindings.bsd.KQueue;
import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Waits with kqueue: {@code kqueue(2)}, {@code kevent(2)}.
 *
 * <p>The kernel knows a filter for each direction of a descriptor's interest, see {@link
 * KqueueInterest#isRegistered}. Changes are handed in with the wait, in one call, and cost none of
 * their own; one that fails comes back as an event with {@link #failure}. A descriptor may be in a
 * batch twice, once for each direction.
 *
 * <p>A registration belongs to the number, and closing that ends it, even with a duplicate of the
 * descriptor around. A registration of a number that was registered already takes its place without
 * a word: unlike epoll, kqueue cannot tell that a descriptor has two owners.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine, except {@link #waker()}.
 */
final class KqueuePoller implements Poller {

  /** The waker's token. The low half of an engine's token is an index, which is never negative. */
  static final long WAKER_TOKEN = -1L;

  /**
   * What removals carry, so that one that fails is known by it: of the change itself an event with
   * EV_ERROR keeps no more than the token everywhere. FreeBSD overwrites the flags.
   */
  private static final long REMOVAL_TOKEN = -1L ^ (1L << 32);

  /** Room for changes at first; it grows. */
  private static final int FIRST_CHANGES = 64;

  private final KqueueTraits traits;
  private final MemorySegment errno;
  private final KqueueChanges changes = new KqueueChanges(FIRST_CHANGES);
  private final KqueueTimeout timeout;
  private final int kq;
  private final KqueueWaker waker;

  /** For a removal that cannot wait. */
  private final KqueueChanges removal = new KqueueChanges(1);

  /** Null where sockets keep their errors. */
  private final @Nullable TakenErrors takenErrors;

  /** Room for as many events as there are changes: without it the kernel drops what fails. */
  private MemorySegment events;

  private int room;

  /** The batch in hand, without the waker. */
  private long[] tokens;

  private int[] readiness;
  private int[] failures;
  private int count;
  private boolean closed;

  private KqueuePoller(
      KqueueTraits traits,
      MemorySegment errno,
      KqueueTimeout timeout,
      int maxEvents,
      int kq,
      KqueueWaker waker) {
    this.traits = traits;
    this.errno = errno;
    this.timeout = timeout;
    this.kq = kq;
    this.waker = waker;
    this.takenErrors = traits.keepsErrors() ? null : new TakenErrors();
    this.room = Math.max(maxEvents, traits.leastEvents());
    this.events = KEvent.allocate(Arena.ofAuto(), room);
    this.tokens = new long[room];
    this.readiness = new int[room];
    this.failures = new int[room];
  }

  /**
   * Opens a poller and its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more; more are taken with more
   *     changes than that, and with libkqueue, see {@link KqueueTraits}
   */
  static KqueuePoller open(int maxEvents) throws SystemCallException {
    Arena arena = Arena.ofAuto();
    MemorySegment errno = PosixCalls.newErrnoSegment(arena);
    KqueueTimeout timeout = new KqueueTimeout(arena);
    int kq = BsdCalls.kqueue(errno);
    if (kq < 0) {
      throw BsdSockets.CODES.failure("kqueue", "", kq);
    }
    KqueueWaker waker = null;
    try {
      waker = KqueueWaker.open(kq);
      return new KqueuePoller(KqueueTraits.here(), errno, timeout, maxEvents, kq, waker);
    } catch (SystemCallException | RuntimeException | Error e) {
      if (waker != null) {
        waker.close();
      }
      PosixCalls.close(errno, kq);
      throw e;
    }
  }

  @Override
  public boolean isEdgeTriggered() {
    return true;
  }

  @Override
  public int add(long descriptor, long token, int interest) {
    // Who had the number before may have been closed by a thread that does not know this poller.
    takeError(descriptor);
    return modify(descriptor, token, Interest.NONE, interest);
  }

  /**
   * {@inheritDoc}
   *
   * <p>EV_CLEAR is heeded when a filter is registered and at no other time: to change it the filter
   * is removed and registered anew.
   *
   * <p>The order matters to libkqueue (2.7, {@code epoll_update} in {@code src/linux/platform.c} of
   * https://github.com/mheily/libkqueue): a second filter of a descriptor takes EPOLLRDHUP away
   * from the first, and the end of a stream that arrives with its last bytes goes unsaid.
   */
  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    control(descriptor, token, KQueue.EVFILT_WRITE, Interest.WRITE, held, wanted);
    control(descriptor, token, KQueue.EVFILT_READ, Interest.READ, held, wanted);
    return 0;
  }

  @Override
  public int remove(long descriptor, long token, int held) {
    if (traits.closeRemoves()) {
      modify(descriptor, token, held, Interest.NONE);
    } else {
      removeAtOnce(descriptor);
    }
    return REMOVED;
  }

  /**
   * Removes the filters of a descriptor before it is closed. libkqueue (2.7, {@code epoll_update}
   * in {@code src/linux/platform.c}) keeps what it knows of a descriptor by its number: a removal
   * that it hears of after the close, when the number may be another's, can leave it with a wrong
   * idea of which events are registered.
   */
  private void removeAtOnce(long descriptor) {
    changes.drop(descriptor);
    remove(descriptor, KQueue.EVFILT_WRITE);
    remove(descriptor, KQueue.EVFILT_READ);
  }

  /** One at a time: without room for events, a removal that fails ends the call. */
  private void remove(long descriptor, short filter) {
    removal.clear();
    removal.append(descriptor, filter, KQueue.EV_DELETE, REMOVAL_TOKEN);
    // A filter that is not there is removed.
    var _ = BsdCalls.kevent(errno, kq, removal.array(), 1, events, 0, timeout.of(0));
  }

  @Override
  public int poll(long timeoutNanos) {
    count = 0;
    makeRoom();
    int n =
        BsdCalls.kevent(
            errno, kq, changes.array(), changes.count(), events, room, timeout.of(timeoutNanos));
    // Whatever the result: an interrupted call has applied them before it waited.
    changes.clear();
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
  public int failure(int index) {
    assert index < count : "event " + index + " of " + count;
    return failures[index];
  }

  @Override
  public String callName(boolean change) {
    return "kevent";
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
    return closed || !traits.nests() ? -1 : kq;
  }

  @Override
  public boolean hasPendingChanges() {
    return changes.count() > 0;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    count = 0;
    waker.close();
    PosixCalls.close(errno, kq);
  }

  /** How many events the last poll took. */
  int count() {
    return count;
  }

  /** How the waker wakes, for people. */
  String mechanism() {
    return waker.mechanism();
  }

  /**
   * A descriptor was closed. Where that has ended its registrations, nothing is left to be said of
   * it: a removal would fail, and a call with a change that fails returns at once.
   */
  void closed(long descriptor) {
    if (traits.closeRemoves()) {
      changes.drop(descriptor);
    }
    takeError(descriptor);
  }

  /** The error of a socket that came with an event and went from the socket; 0 if there is none. */
  int takeError(long descriptor) {
    return takenErrors == null ? 0 : takenErrors.take(descriptor);
  }

  /** Queues what changes for one direction. */
  private void control(
      long descriptor, long token, short filter, int direction, int held, int wanted) {
    boolean had = (held & direction) != 0;
    boolean wants = (wanted & direction) != 0;
    boolean differs = ((held ^ wanted) & Interest.EDGE) != 0;
    if (had && (!wants || differs)) {
      changes.append(descriptor, filter, KQueue.EV_DELETE, REMOVAL_TOKEN);
    }
    if (wants && (!had || differs)) {
      changes.append(descriptor, filter, KqueueInterest.toFlags(wanted), token);
    }
  }

  private void makeRoom() {
    if (changes.count() > room) {
      room = Math.max(changes.count(), room * 2);
      events = KEvent.allocate(Arena.ofAuto(), room);
      tokens = Arrays.copyOf(tokens, room);
      readiness = Arrays.copyOf(readiness, room);
      failures = Arrays.copyOf(failures, room);
    }
  }

  /**
   * Whether a removal found nothing to remove, which is what it was to bring about. EBADF: the
   * number was closed. ENOENT: it was closed and names another file now, which is not registered.
   * EPERM: libkqueue hands on what epoll says of that other file if it is one on a disk.
   */
  private static boolean isGone(int code) {
    return code == Errno.EBADF || code == Errno.ENOENT || code == Errno.EPERM;
  }

  /**
   * Copies a batch to where it can be read by index, and leaves out the waker, which may be any one
   * of it, and removals of what was gone.
   */
  private int take(int n) {
    int taken = 0;
    for (int i = 0; i < n; i++) {
      long token = KEvent.token(events, i);
      if ((KEvent.flags(events, i) & KQueue.EV_ERROR) != 0) {
        taken = takeFailure(i, token, taken);
      } else if (token == WAKER_TOKEN) {
        waker.woken();
      } else {
        taken = takeEvent(i, token, taken);
      }
    }
    return taken;
  }

  private int takeEvent(int i, long token, int taken) {
    short filter = KEvent.filter(events, i);
    short flags = KEvent.flags(events, i);
    int filterFlags = KEvent.filterFlags(events, i);
    if (takenErrors != null && filterFlags != 0 && (flags & KQueue.EV_EOF) != 0) {
      takenErrors.keep(KEvent.ident(events, i), filterFlags);
    }
    int ready = KqueueInterest.fromKqueue(filter, flags, filterFlags);
    return put(taken, token, ready, 0);
  }

  private int takeFailure(int i, long token, int taken) {
    int code = (int) KEvent.data(events, i);
    if (code == 0 || (token == REMOVAL_TOKEN && isGone(code))) {
      return taken;
    }
    int ready = KqueueInterest.fromRefusal(code);
    return put(taken, token, ready, ready == Interest.NONE ? -code : 0);
  }

  /** The two directions of a descriptor make one event where the kernel reports them in a row. */
  private int put(int at, long token, int ready, int failure) {
    int last = at - 1;
    if (last >= 0 && tokens[last] == token && (failure == 0) == (failures[last] == 0)) {
      readiness[last] |= ready;
      return at;
    }
    tokens[at] = token;
    readiness[at] = ready;
    failures[at] = failure;
    return at + 1;
  }
}
