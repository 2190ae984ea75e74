package dev.ioserver.engine;

import dev.ioserver.engine.loop.Engines;
import dev.ioserver.engine.park.PollerParker;
import dev.ioserver.engine.park.SpinBudget;
import dev.ioserver.engine.park.Tally;
import dev.ioserver.engine.spi.Condition;
import dev.ioserver.engine.spi.EngineProvider;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ProcessBarrier;
import dev.ioserver.engine.table.RegistrationTable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The raw selector: a kernel's poller, a wake-up that costs a system call only if the poller is
 * blocked, and a registration table that any thread may edit without a system call. What java.nio
 * or Netty replacements stand on.
 *
 * <p>Descriptors belong to the caller: they are never closed here. On the nio engine they are made
 * with {@link NioHandles}.
 *
 * <p>Thread-safety: one thread selects, at first the one that selects first; {@link #transfer()}
 * lets another. All other methods are for any thread.
 */
public final class IoSelector implements AutoCloseable {

  private final EngineProvider provider;
  private final ErrorCodes errorCodes;
  private final Poller poller;
  private final RegistrationTable table;
  private final PollerParker parker;
  private final SpinBudget spin;
  private final Tally polls = new Tally();
  private final Tally events = new Tally();
  private final Tally arms = new Tally();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The batch in hand: how many events, and which is next. The selecting thread's. */
  private int batch;

  private int next;

  /** The thread that selects; claimed by the first select. */
  private volatile @Nullable Thread owner;

  private IoSelector(
      EngineProvider provider,
      Poller poller,
      int maxRegistrations,
      IdleStrategy idle,
      @Nullable ProcessBarrier barrier) {
    this.provider = provider;
    this.errorCodes = provider.errorCodes();
    this.poller = poller;
    this.table = new RegistrationTable(poller, errorCodes, maxRegistrations);
    this.parker = new PollerParker(poller.waker(), barrier);
    this.spin = new SpinBudget(idle);
  }

  /**
   * Opens a selector on the engine that {@code -Dioserver.engine} names, else on the best
   * available.
   *
   * @throws EngineUnavailableException if none fits
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   */
  public static IoSelector open() throws SystemCallException {
    return open(IoServerOptions.defaults());
  }

  /**
   * Opens a selector; of the options it takes the engine, the numbers of registrations and events,
   * the idle strategy, the process barrier, and the time to poll the device. On a kernel where the
   * latter means an option of each socket, that is the caller's to set, as the sockets are the
   * caller's.
   *
   * @throws EngineUnavailableException if the engine does not fit, or cannot poll devices
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   */
  public static IoSelector open(IoServerOptions options) throws SystemCallException {
    EngineProvider provider = Engines.choose(options.engine());
    // Before the poller, which nobody would close if this threw.
    ProcessBarrier barrier = options.processBarrier() ? provider.processBarrier() : null;
    Poller poller = provider.openPoller(options.maxEvents(), options.busyPollMicros());
    return new IoSelector(provider, poller, options.maxRegistrations(), options.idle(), barrier);
  }

  /**
   * Opens a selector on a given engine; for transports. Who wakes a transport has fenced for other
   * reasons, so that a process barrier would save nothing.
   */
  public static IoSelector open(
      EngineProvider provider,
      int maxEvents,
      int maxRegistrations,
      IdleStrategy idle,
      int busyPollMicros)
      throws SystemCallException {
    Poller poller = provider.openPoller(maxEvents, busyPollMicros);
    return new IoSelector(provider, poller, maxRegistrations, idle, null);
  }

  /** The engine's name. */
  public String engine() {
    return provider.name();
  }

  /** Whether {@link Interest#EDGE} can be asked for. */
  public boolean isEdgeTriggered() {
    return poller.isEdgeTriggered();
  }

  /** The finest wait in nanoseconds. */
  public long resolutionNanos() {
    return poller.resolutionNanos();
  }

  /** The poller below, for transports that share it with their socket calls. */
  public Poller poller() {
    return poller;
  }

  /**
   * Registers a descriptor. The kernel is told before the next wait; if it refuses, {@link
   * SelectHandler#onFailed} says so.
   *
   * @param descriptor a file descriptor, or what the engine calls one; each at most once
   * @param interest bits of {@link Interest}
   * @param attachment handed back with each event; may be null
   * @return the token that names this registration
   * @throws IllegalStateException if all slots are taken, or the selector is closed
   */
  public long register(long descriptor, int interest, @Nullable Object attachment) {
    if (closed.get()) {
      throw new IllegalStateException("the selector is closed");
    }
    if ((interest & Interest.EDGE) != 0 && !poller.isEdgeTriggered()) {
      throw new IllegalArgumentException("the " + engine() + " engine has no edge-triggered mode");
    }
    long token = table.register(descriptor, interest, attachment);
    if (token == RegistrationTable.FULL) {
      throw new IllegalStateException(
          "all "
              + table.live()
              + " registrations are taken; raise maxRegistrations in the options");
    }
    notifyOwner();
    return token;
  }

  /**
   * Changes what a registration waits for. Changes that cancel out before the next wait cost
   * nothing. The kernel is told before the next wait. Without {@link Interest#EDGE}, reading that
   * the selecting thread does not want any more is not handed out from the call on, and the kernel
   * is told only when it reports something to read, which may end one wait without an event. An
   * event of writing, or an edge, that was in the batch already may still come.
   *
   * @return false if the registration is over
   */
  public boolean interest(long token, int interest) {
    if (Thread.currentThread() == owner) {
      return table.interestByOwner(token, interest);
    }
    boolean live = table.interest(token, interest);
    if (live) {
      parker.publishAndUnpark();
    }
    return live;
  }

  /**
   * Ends a registration. From now on no event of it is handed out. The kernel is told before the
   * next wait, and {@link SelectHandler#onDeregistered} says when the descriptor may be closed.
   *
   * @return false if it was over already
   */
  public boolean deregister(long token) {
    boolean live = table.deregister(token);
    if (live) {
      notifyOwner();
    }
    return live;
  }

  /**
   * Ends a registration and tells the kernel at once: when this returns the descriptor may be
   * closed. For the selecting thread.
   */
  public void deregisterNow(long token) {
    assertOwner();
    if (!closed.get()) {
      table.deregisterNow(token);
    }
  }

  /** Ends the select under way, or else the next one, without a system call if none blocks. */
  public void wakeup() {
    parker.wakeup();
  }

  /**
   * As {@link #wakeup()} for a thread that has published, and fenced, a reason of its own, which
   * {@code recheck} of {@link #select(SelectHandler, long, Condition)} finds.
   */
  public void unpark() {
    parker.unparkCounted();
  }

  /**
   * Waits for events and hands them to a handler. What the handler throws ends this call; the
   * events that it has not been handed yet are handed over by the next one, which does not wait
   * then.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @return how many events were handed over; 0 also after a wake-up or an interrupted wait
   * @throws SystemCallException if the wait itself failed
   */
  public int select(SelectHandler handler, long timeoutNanos) throws SystemCallException {
    return select(handler, timeoutNanos, Condition.NEVER);
  }

  /**
   * As {@link #select(SelectHandler, long)}, with one more reason not to block.
   *
   * @param recheck asked after this thread has announced that it is parked
   */
  public int select(SelectHandler handler, long timeoutNanos, Condition recheck)
      throws SystemCallException {
    if (closed.get()) {
      throw new IllegalStateException("the selector is closed");
    }
    claim();
    if (next < batch) {
      // The handler threw in the midst of a batch. Edges come but once: the rest is handed over
      // now.
      return handBatch(handler);
    }
    if (table.hasChanges()) {
      table.apply(handler);
      if (closed.get()) {
        return 0;
      }
    }
    int n = timeoutNanos == 0 ? pollNow() : pollOrPark(timeoutNanos, recheck);
    // A wake-up that comes this late ends this select too: what its thread published is seen next,
    // when the caller looks at its sources.
    parker.takeWakeup();
    if (n == 0) {
      // Nothing is written here in a cycle without events: wakers read what lies beside it.
      return 0;
    }
    batch = n;
    next = 0;
    return handBatch(handler);
  }

  /** Lets another thread select from now on. For the selecting thread, or after it has ended. */
  public void transfer() {
    owner = null;
  }

  /** How many registrations there are. */
  public int registrations() {
    return table.live();
  }

  /** Calls that asked the kernel for events. */
  public long polls() {
    return polls.get();
  }

  /** Polls before which this selector announced that it might block. */
  public long parks() {
    return parker.parks();
  }

  /** Wakes asked for. */
  public long wakesAsked() {
    return parker.asked();
  }

  /** Wakes that cost a system call. */
  public long wakesWritten() {
    return parker.written();
  }

  /** Interest changes asked for, registering and deregistering included. */
  public long changesAsked() {
    return table.asked();
  }

  /** Interest changes that the kernel was told. */
  public long changesApplied() {
    return table.applied();
  }

  /**
   * Requests for readiness that polls sent beside the wait: 0 where the kernel knows lasting
   * registrations, one per event on Windows.
   */
  public long arms() {
    return arms.get();
  }

  /** Events that the kernel gave. */
  public long events() {
    return events.get();
  }

  /** Events dropped because their registration was over. */
  public long staleEvents() {
    return table.stale();
  }

  /**
   * Closes the poller; the registered descriptors stay open. For the selecting thread, or when none
   * selects. Waits for wake-ups that are under way, so that none writes to a closed descriptor.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // A handler may have called this: the rest of its batch, and what has changed, is nobody's
      // now.
      batch = next;
      table.dropChanges();
      parker.drainWakers();
      poller.close();
    }
  }

  private int pollNow() throws SystemCallException {
    int n = polled(poller.poll(0));
    parker.polledAwake();
    return n;
  }

  private int pollOrPark(long timeoutNanos, Condition recheck) throws SystemCallException {
    if (hasWork(recheck)) {
      return pollNow();
    }
    if (!spin.isUsed()) {
      return park(timeoutNanos, recheck);
    }
    long began = System.nanoTime();
    long budget = timeoutNanos < 0 ? spin.nanos() : Math.min(spin.nanos(), timeoutNanos);
    long waited = 0;
    while (waited < budget) {
      int n = pollNow();
      if (n > 0 || hasWork(recheck)) {
        return n;
      }
      long before = waited;
      waited = System.nanoTime() - began;
      if (!spin.goesOnAfter(waited - before)) {
        break;
      }
    }
    if (timeoutNanos >= 0 && waited >= timeoutNanos) {
      return 0;
    }
    int n = park(timeoutNanos < 0 ? timeoutNanos : timeoutNanos - waited, recheck);
    spin.parked(System.nanoTime() - began);
    return n;
  }

  private int park(long timeoutNanos, Condition recheck) throws SystemCallException {
    int result;
    try {
      parker.announceParked();
      result = poller.poll(hasWork(recheck) ? 0 : timeoutNanos);
    } finally {
      parker.awake();
    }
    return polled(result);
  }

  private boolean hasWork(Condition recheck) {
    return parker.isWakeupAsked() || table.hasChanges() || recheck.isReady();
  }

  private int polled(int result) throws SystemCallException {
    polls.add(1);
    arms.add(poller.armed());
    if (result < 0) {
      throw errorCodes.failure(poller.callName(false), "", result);
    }
    return result;
  }

  /** Hands on the rest of the batch; how many events that was. */
  private int handBatch(SelectHandler handler) {
    int handed = 0;
    while (next < batch) {
      handed += hand(next++, handler);
    }
    return handed;
  }

  /** Hands on what the poller says, and how many events that was for the handler: 0 or 1. */
  private int hand(int i, SelectHandler handler) {
    long token = poller.token(i);
    if (poller.isReleased(i)) {
      table.released(token, handler);
      return 0;
    }
    events.add(1);
    if (poller.failure(i) < 0) {
      table.failed(token, poller.failure(i), handler);
      return 1;
    }
    return table.dispatch(token, poller.ready(i), handler) ? 1 : 0;
  }

  /**
   * The selecting thread applies its own changes before it waits; others must see to it that it
   * does.
   */
  private void notifyOwner() {
    if (Thread.currentThread() != owner) {
      parker.publishAndUnpark();
    }
  }

  private void claim() {
    Thread current = Thread.currentThread();
    Thread selecting = owner;
    if (selecting != current) {
      if (selecting != null && selecting.isAlive()) {
        throw new IllegalStateException(
            "selected by " + current + " while " + selecting + " owns it; see transfer()");
      }
      owner = current;
    }
  }

  private void assertOwner() {
    assert owner == null || owner == Thread.currentThread()
        : "called by " + Thread.currentThread() + ", owned by " + owner;
  }
}
