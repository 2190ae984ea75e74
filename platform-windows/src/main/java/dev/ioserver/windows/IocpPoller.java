package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Afd;
import dev.ioserver.bindings.windows.AfdPollInfo;
import dev.ioserver.bindings.windows.Handles;
import dev.ioserver.bindings.windows.IoStatusBlock;
import dev.ioserver.bindings.windows.NtStatus;
import dev.ioserver.bindings.windows.OverlappedEntry;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a completion port for the packets of AFD polls, one poll for each socket.
 *
 * <p>A poll is one-shot. It is sent just before the wait, and again before the next one if its
 * packet came and something is still wanted, which makes it level-triggered. A change therefore
 * costs nothing if another takes it back before the wait, or if the poll that is under way covers
 * it: what is wanted no longer is left out of the answer. If more is wanted than the poll asks for,
 * the poll is cancelled, and its packet lets the next one go.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine, except {@link #waker()}.
 */
final class IocpPoller implements Poller {

  private static final int INFO_BYTES = (int) AfdPollInfo.LAYOUT.byteSize();

  /** How long close waits for packets of cancelled polls, which come at once as a rule. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NEW_PORT = 0;
  private static final long NO_KEY = 0;
  private static final int ONE_THREAD = 1;

  private final MemorySegment error;
  private final MemorySegment cancelStatus;
  private final MemorySegment entries;
  private final int maxEvents;
  private final IocpTimeout timeout;
  private final BaseSocket baseSocket;
  private final long port;
  private final PostWaker waker;
  private final AfdHandles handles;
  private final AfdPolls polls = new AfdPolls();
  private final SocketSet registered = new SocketSet();

  /** Polls to look at before the next wait, each at most once. */
  private final ArrayDeque<AfdPoll> updates = new ArrayDeque<>();

  /** The batch in hand, without the waker. */
  private final long[] tokens;

  private final int[] readiness;
  private final int[] failures;
  private final boolean[] released;
  private int count;

  /** Polls whose packet has not come: the kernel may write to their memory. */
  private int outstanding;

  /** Polls sent, and polls cancelled: what readiness costs here beyond the waits. */
  private long armed;

  private long cancelled;
  private boolean closed;

  private IocpPoller(
      Arena arena, MemorySegment error, int maxEvents, long port, AfdHandles handles) {
    this.error = error;
    this.cancelStatus = arena.allocate(IoStatusBlock.LAYOUT);
    this.entries = arena.allocate(OverlappedEntry.LAYOUT, maxEvents);
    this.maxEvents = maxEvents;
    this.timeout = new IocpTimeout(arena);
    this.baseSocket = new BaseSocket(arena, error);
    this.port = port;
    this.waker = new PostWaker(port);
    this.handles = handles;
    this.tokens = new long[maxEvents];
    this.readiness = new int[maxEvents];
    this.failures = new int[maxEvents];
    this.released = new boolean[maxEvents];
    polls.hold();
  }

  /**
   * Opens a poller and its waker.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   */
  static IocpPoller open(int maxEvents) throws SystemCallException {
    Winsock.start();
    Arena arena = Arena.ofAuto();
    MemorySegment error = WindowsCalls.newErrorSegment(arena);
    long port =
        WindowsCalls.createIoCompletionPort(
            error, Handles.INVALID_HANDLE_VALUE, NEW_PORT, NO_KEY, ONE_THREAD);
    if (port < 0) {
      throw WindowsErrorCodes.INSTANCE.failure("CreateIoCompletionPort", "", (int) port);
    }
    AfdHandles handles = new AfdHandles(error, port);
    try {
      // The first handle shows whether there is such a device.
      AfdHandle first = handles.take();
      if (first == null) {
        throw WindowsErrorCodes.INSTANCE.failure("NtCreateFile", "AFD", handles.failure());
      }
      handles.giveBack(first);
      return new IocpPoller(arena, error, maxEvents, port, handles);
    } catch (SystemCallException | RuntimeException | Error e) {
      handles.close();
      WindowsCalls.closeHandle(error, port);
      throw e;
    }
  }

  @Override
  public boolean isEdgeTriggered() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * <p>ERROR_ALREADY_EXISTS: the socket is registered already, under another token. Windows would
   * take both, and give some of the events to the one and some to the other.
   */
  @Override
  public int add(long descriptor, long token, int interest) {
    if (!registered.add(descriptor)) {
      return -WindowsErrors.ERROR_ALREADY_EXISTS;
    }
    AfdPoll poll = polls.of(token);
    assert poll.state == AfdPoll.IDLE && !poll.live : "token " + token + " is in use";
    poll.begin(token, descriptor);
    return want(poll, interest);
  }

  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    AfdPoll poll = polls.of(token);
    assert poll.live && poll.token == token : "token " + token + " is not registered";
    return want(poll, wanted);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The poll that is under way is cancelled at once: the caller is about to close the socket,
   * and a poll of a closed socket would be left to the kernel's mercy.
   */
  @Override
  public int remove(long descriptor, long token, int held) {
    AfdPoll poll = polls.find(token);
    if (poll == null || !poll.live || poll.token != token) {
      return REMOVED;
    }
    if (poll.state == AfdPoll.PENDING) {
      cancel(poll);
    }
    forget(poll);
    return poll.state == AfdPoll.IDLE ? REMOVED : RELEASE_PENDING;
  }

  @Override
  public int poll(long timeoutNanos) {
    count = 0;
    update();
    int room = maxEvents - count;
    if (room == 0) {
      return count;
    }
    int n = timeout.await(error, port, entries, room, count > 0 ? 0 : timeoutNanos);
    if (n > 0) {
      take(n);
    }
    return n < 0 && count == 0 ? n : count;
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
  public boolean isReleased(int index) {
    assert index < count : "event " + index + " of " + count;
    return released[index];
  }

  @Override
  public String callName(boolean change) {
    return change ? "IOCTL_AFD_POLL" : "GetQueuedCompletionStatusEx";
  }

  @Override
  public Waker waker() {
    return waker;
  }

  @Override
  public long resolutionNanos() {
    return timeout.resolutionNanos();
  }

  /** {@inheritDoc} A completion port cannot be waited for through another one. */
  @Override
  public long descriptor() {
    return -1;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is under way is cancelled and its packets are taken before the memory is let go. Should
   * they not come in time, which would be a fault of the system, the memory is never let go.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    count = 0;
    waker.close();
    cancelAll();
    if (collectAll()) {
      polls.letGo();
    }
    handles.close();
    WindowsCalls.closeHandle(error, port);
  }

  /** Polls sent so far. */
  long armed() {
    return armed;
  }

  /** Polls cancelled so far. */
  long cancelled() {
    return cancelled;
  }

  /** Polls whose packet has not come. */
  int outstanding() {
    return outstanding;
  }

  /** How many AFD handles are open. */
  int handles() {
    return handles.size();
  }

  /** Whether the memory of polls is held; false once the kernel has let go of all of it. */
  boolean isMemoryHeld() {
    return polls.isHeld();
  }

  /** Notes what is wanted; the kernel hears of it before the next wait. */
  private int want(AfdPoll poll, int interest) {
    poll.interest = interest;
    if (!AfdInterest.isRegistered(interest)) {
      // A poll that is under way may go on: what it reports is of no interest then.
      return 0;
    }
    if (poll.baseSocket == BaseSocket.UNKNOWN) {
      long base = baseSocket.of(poll.descriptor);
      if (base < 0) {
        forget(poll);
        return (int) base;
      }
      poll.baseSocket = base;
    }
    enqueue(poll);
    return 0;
  }

  private void enqueue(AfdPoll poll) {
    if (!poll.queued) {
      poll.queued = true;
      updates.add(poll);
    }
  }

  /** Brings the polls to what is wanted. What fails becomes an event. */
  private void update() {
    while (count < maxEvents && !updates.isEmpty()) {
      AfdPoll poll = updates.remove();
      poll.queued = false;
      if (poll.live && AfdInterest.isRegistered(poll.interest)) {
        update(poll, AfdInterest.toAfd(poll.interest));
      }
    }
  }

  private void update(AfdPoll poll, int events) {
    switch (poll.state) {
      case AfdPoll.IDLE -> {
        int result = arm(poll, events);
        if (result < 0) {
          fail(poll, result);
        }
      }
      case AfdPoll.PENDING -> {
        if ((events & ~poll.armed) != 0) {
          cancel(poll);
        }
        // Else the poll that is under way asks for all of it.
      }
      case AfdPoll.CANCELLED -> {
        // Its packet is on the way, and will queue it again.
      }
      default -> throw new AssertionError("state " + poll.state);
    }
  }

  /** Sends a poll. From here to its packet the memory is the kernel's. */
  private int arm(AfdPoll poll, int events) {
    AfdHandle handle = poll.handle;
    if (handle == null) {
      handle = handles.take();
      if (handle == null) {
        return handles.failure();
      }
      poll.handle = handle;
    }
    IoStatusBlock.status(poll.status, NtStatus.STATUS_PENDING);
    AfdPollInfo.ask(poll.info, poll.baseSocket, events);
    int result =
        WindowsCalls.ntDeviceIoControlFile(
            handle.handle,
            poll.context,
            poll.status,
            Afd.IOCTL_AFD_POLL,
            poll.info,
            INFO_BYTES,
            poll.info,
            INFO_BYTES);
    if (result < 0) {
      return result;
    }
    // Done or pending, its packet comes.
    armed++;
    outstanding++;
    poll.state = AfdPoll.PENDING;
    poll.armed = events;
    return 0;
  }

  /**
   * Tells the kernel to give up a poll. ERROR_NOT_FOUND: it has its answer already. Whatever the
   * result is, the packet comes, now or when the socket is closed.
   */
  private void cancel(AfdPoll poll) {
    AfdHandle handle = poll.handle;
    assert handle != null && poll.state == AfdPoll.PENDING : "state " + poll.state;
    WindowsCalls.ntCancelIoFileEx(handle.handle, poll.status, cancelStatus);
    cancelled++;
    poll.state = AfdPoll.CANCELLED;
  }

  /** Ends a registration. Its poll may still be under way. */
  private void forget(AfdPoll poll) {
    poll.live = false;
    registered.remove(poll.descriptor);
    if (poll.state == AfdPoll.IDLE) {
      leaveHandle(poll);
    }
  }

  private void leaveHandle(AfdPoll poll) {
    AfdHandle handle = poll.handle;
    if (handle != null) {
      poll.handle = null;
      handles.giveBack(handle);
    }
  }

  /** Takes the packets of a batch; those without a pointer are the waker's. */
  private void take(int n) {
    for (int i = 0; i < n; i++) {
      long context = OverlappedEntry.overlapped(entries, i);
      if (context != 0) {
        complete(polls.ofPacket(context));
      }
    }
  }

  /** The packet of a poll has come: its memory is ours again. */
  private void complete(AfdPoll poll) {
    assert poll.state != AfdPoll.IDLE : "a packet too many for token " + poll.token;
    outstanding--;
    poll.state = AfdPoll.IDLE;
    if (!poll.live) {
      leaveHandle(poll);
      event(poll, 0, 0, true);
      return;
    }
    enqueue(poll);
    int status = IoStatusBlock.status(poll.status);
    if (status == NtStatus.STATUS_CANCELLED) {
      // More is wanted than it asked for; the next one asks for it.
      return;
    }
    int events = status < 0 ? Afd.AFD_POLL_ABORT : answer(poll);
    if ((events & Afd.AFD_POLL_LOCAL_CLOSE) != 0) {
      // Closed without being deregistered. Its number may be another socket's already.
      fail(poll, -WindowsErrors.WSAENOTSOCK);
      return;
    }
    int ready = AfdInterest.fromAfd(events, poll.interest);
    if (ready != 0) {
      event(poll, ready, 0, false);
    }
  }

  private static int answer(AfdPoll poll) {
    return AfdPollInfo.count(poll.info) > 0 ? AfdPollInfo.events(poll.info) : 0;
  }

  private void fail(AfdPoll poll, int result) {
    forget(poll);
    event(poll, 0, result, false);
  }

  private void event(AfdPoll poll, int ready, int failure, boolean isReleased) {
    tokens[count] = poll.token;
    readiness[count] = ready;
    failures[count] = failure;
    released[count] = isReleased;
    count++;
  }

  private void cancelAll() {
    for (int i = 0; i < polls.size(); i++) {
      AfdPoll poll = polls.at(i);
      poll.live = false;
      if (poll.state == AfdPoll.PENDING) {
        cancel(poll);
      }
    }
  }

  /** Takes the packets of all polls; whether all of them came. */
  private boolean collectAll() {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    long left = CLOSE_NANOS;
    while (outstanding > 0 && left > 0) {
      int n = timeout.await(error, port, entries, maxEvents, left);
      if (n < 0) {
        return false;
      }
      count = 0;
      take(n);
      left = deadline - System.nanoTime();
    }
    count = 0;
    return outstanding == 0;
  }
}
