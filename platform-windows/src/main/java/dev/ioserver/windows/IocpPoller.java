package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Afd;
import dev.ioserver.bindings.windows.AfdPollInfo;
import dev.ioserver.bindings.windows.Handles;
import dev.ioserver.bindings.windows.IoStatusBlock;
import dev.ioserver.bindings.windows.NtStatus;
import dev.ioserver.bindings.windows.OverlappedEntry;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.SystemCallException;
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

  /** How long close waits for packets of cancelled polls, which come at once as a rule. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NEW_PORT = 0;
  private static final long NO_KEY = 0;
  private static final int ONE_THREAD = 1;

  private final MemorySegment error;
  private final MemorySegment entries;
  private final int maxEvents;
  private final IocpTimeout timeout;
  private final BaseSocket baseSocket;
  private final long port;
  private final PostWaker waker;
  private final AfdRequests requests;
  private final AfdPolls polls = new AfdPolls();
  private final SocketSet registered = new SocketSet();

  /** Polls to look at before the next wait, each at most once. */
  private final ArrayDeque<AfdPoll> updates = new ArrayDeque<>();

  /** The batch in hand, without the waker. */
  private final EventBatch batch;

  /** Polls that the last wait sent. */
  private int armed;

  private boolean closed;

  private IocpPoller(
      Arena arena, MemorySegment error, int maxEvents, long port, AfdHandles handles) {
    this.error = error;
    this.entries = arena.allocate(OverlappedEntry.LAYOUT, maxEvents);
    this.maxEvents = maxEvents;
    this.timeout = new IocpTimeout(arena);
    this.baseSocket = new BaseSocket(arena, error);
    this.port = port;
    this.waker = new PostWaker(port);
    this.requests = new AfdRequests(arena, handles);
    this.batch = new EventBatch(maxEvents);
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
      requests.cancel(poll);
    }
    forget(poll);
    return poll.state == AfdPoll.IDLE ? REMOVED : RELEASE_PENDING;
  }

  @Override
  public int poll(long timeoutNanos) {
    batch.clear();
    update();
    int room = batch.room();
    if (room == 0) {
      return batch.count();
    }
    boolean wait = batch.count() == 0;
    int n = timeout.await(error, port, entries, room, wait ? timeoutNanos : 0);
    if (n > 0) {
      take(n);
    }
    return n < 0 && wait ? n : batch.count();
  }

  @Override
  public long token(int index) {
    return batch.token(index);
  }

  @Override
  public int ready(int index) {
    return batch.ready(index);
  }

  @Override
  public int failure(int index) {
    return batch.failure(index);
  }

  /** {@inheritDoc} One for each event that is still waited for. */
  @Override
  public int armed() {
    return armed;
  }

  @Override
  public boolean isReleased(int index) {
    return batch.isReleased(index);
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
    waker.close();
    cancelAll();
    if (collectAll()) {
      polls.letGo();
    }
    requests.close();
    WindowsCalls.closeHandle(error, port);
  }

  /** Polls sent and cancelled, those under way, and the handles they took; for tests. */
  AfdRequests requests() {
    return requests;
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
    long before = requests.sent();
    while (batch.room() > 0 && !updates.isEmpty()) {
      AfdPoll poll = updates.remove();
      poll.queued = false;
      if (poll.live && AfdInterest.isRegistered(poll.interest)) {
        update(poll, AfdInterest.toAfd(poll.interest));
      }
    }
    armed = (int) (requests.sent() - before);
  }

  private void update(AfdPoll poll, int events) {
    switch (poll.state) {
      case AfdPoll.IDLE -> {
        int result = requests.arm(poll, events);
        if (result < 0) {
          fail(poll, result);
        }
      }
      case AfdPoll.PENDING -> {
        if ((events & ~poll.armed) != 0) {
          requests.cancel(poll);
        }
        // Else the poll that is under way asks for all of it.
      }
      case AfdPoll.CANCELLED -> {
        // Its packet is on the way, and will queue it again.
      }
      default -> throw new AssertionError("state " + poll.state);
    }
  }

  /** Ends a registration. Its poll may still be under way. */
  private void forget(AfdPoll poll) {
    poll.live = false;
    registered.remove(poll.descriptor);
    if (poll.state == AfdPoll.IDLE) {
      requests.leaveHandle(poll);
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

  /** The packet of a poll has come. What the socket says goes into the batch. */
  private void complete(AfdPoll poll) {
    requests.complete(poll);
    if (!poll.live) {
      requests.leaveHandle(poll);
      batch.released(poll.token);
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
      batch.ready(poll.token, ready);
    }
  }

  private static int answer(AfdPoll poll) {
    return AfdPollInfo.count(poll.info) > 0 ? AfdPollInfo.events(poll.info) : 0;
  }

  private void fail(AfdPoll poll, int result) {
    forget(poll);
    batch.failed(poll.token, result);
  }

  private void cancelAll() {
    for (int i = 0; i < polls.size(); i++) {
      AfdPoll poll = polls.at(i);
      poll.live = false;
      if (poll.state == AfdPoll.PENDING) {
        requests.cancel(poll);
      }
    }
  }

  /** Takes the packets of all polls; whether all of them came. */
  private boolean collectAll() {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    long left = CLOSE_NANOS;
    while (requests.outstanding() > 0 && left > 0) {
      int n = timeout.await(error, port, entries, maxEvents, left);
      if (n < 0) {
        return false;
      }
      batch.clear();
      take(n);
      left = deadline - System.nanoTime();
    }
    batch.clear();
    return requests.outstanding() == 0;
  }
}
