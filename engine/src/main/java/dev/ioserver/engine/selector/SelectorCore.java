package dev.ioserver.engine.selector;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.Registry;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.park.PollerParker;
import dev.ioserver.engine.park.SpinBudget;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ProcessBarrier;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the raw selector and the transports stand on: a kernel's poller, a wake-up that costs a
 * system call only if the poller is blocked, and a registration table that any thread may edit
 * without a system call.
 *
 * <p>Descriptors belong to the caller: they are never closed here.
 *
 * <p>Thread-safety: one thread selects, at first the one that selects first; {@link #transfer()}
 * lets another. {@link #deregisterNow} is that thread's, too. All other methods are for any thread.
 */
public final class SelectorCore implements Registry, AutoCloseable {

  private final ReadinessEngine provider;
  private final ErrorCodes errorCodes;
  private final Poller poller;
  private final boolean edgeTriggered;
  private final RegistrationTable table;
  private final PollerParker parker;
  private final SpinBudget spin;
  private final SingleWriterCounter polls = new SingleWriterCounter();
  private final SingleWriterCounter events = new SingleWriterCounter();
  private final SingleWriterCounter arms = new SingleWriterCounter();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The batch in hand: how many events, and which is next. The selecting thread's. */
  private int batch;

  private int next;

  /** Between {@link #announceWait} and the next select. The selecting thread's. */
  private boolean announced;

  /** The thread that selects; claimed by the first select. */
  private volatile @Nullable Thread owner;

  private SelectorCore(
      ReadinessEngine provider,
      Poller poller,
      int maxRegistrations,
      IdleStrategy idle,
      @Nullable ProcessBarrier barrier) {
    this.provider = provider;
    this.errorCodes = provider.errorCodes();
    this.poller = poller;
    this.edgeTriggered = poller.isEdgeTriggered();
    this.table = new RegistrationTable(poller, errorCodes, maxRegistrations);
    this.parker = new PollerParker(poller.waker(), barrier);
    this.spin = new SpinBudget(idle);
  }

  /**
   * Opens a poller of an engine.
   *
   * @param maxEvents the most events that one poll takes, 1 or more
   * @param maxRegistrations the most registrations at a time, 1 or more
   * @param busyPollMicros microseconds that a wait polls the network device; 0 leaves it to the
   *     system
   * @param processBarrier whether wakers may do without their fences while this stays awake. Who
   *     wakes a transport has fenced for other reasons, so that it would save nothing there
   */
  public static SelectorCore open(
      ReadinessEngine engine,
      int maxEvents,
      int maxRegistrations,
      IdleStrategy idle,
      int busyPollMicros,
      boolean processBarrier)
      throws SystemCallException {
    // Before the poller, which nobody would close if this threw.
    ProcessBarrier barrier = processBarrier ? engine.processBarrier() : null;
    Poller poller = engine.openPoller(maxEvents, busyPollMicros);
    try {
      return new SelectorCore(engine, poller, maxRegistrations, idle, barrier);
    } catch (RuntimeException | Error e) {
      poller.close();
      throw e;
    }
  }

  /** The engine's name. */
  public String engine() {
    return provider.name();
  }

  /** Whether {@link Interest#EDGE} can be asked for. */
  public boolean isEdgeTriggered() {
    return edgeTriggered;
  }

  /** The finest wait in nanoseconds. */
  public long resolutionNanos() {
    return poller.resolutionNanos();
  }

  /**
   * Opens the engine's socket calls, for the thread that selects.
   *
   * @throws SystemCallException if the system refuses
   */
  public Sockets openSockets() throws SystemCallException {
    return provider.openSockets(poller);
  }

  @Override
  public long register(long descriptor, int interest, @Nullable Object attachment) {
    if (closed.get()) {
      throw new IllegalStateException("the selector is closed");
    }
    checkInterest(interest);
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

  @Override
  public boolean interest(long token, int interest) {
    checkInterest(interest);
    if (Thread.currentThread() == owner) {
      return table.interestByOwner(token, interest);
    }
    boolean live = table.interest(token, interest);
    if (live) {
      parker.publishAndUnpark();
    }
    return live;
  }

  @Override
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
    Thread selecting = owner;
    if (selecting != null && selecting != Thread.currentThread() && selecting.isAlive()) {
      throw new IllegalStateException(
          "deregisterNow was called by "
              + Thread.currentThread()
              + ", but "
              + selecting
              + " selects; call it there, or use deregister(token) of the registry");
    }
    if (!closed.get()) {
      table.deregisterNow(token);
    }
  }

  @Override
  public void wakeup() {
    parker.wakeup();
  }

  /**
   * As {@link #wakeup()} for a thread that has published, and fenced, a reason of its own, which
   * {@code recheck} of {@link #select(ReadyHandler, long, Condition)} finds.
   */
  public void unpark() {
    parker.unparkCounted();
  }

  /** As {@link #unpark()}, for a thread that has published and not fenced. */
  public void publishAndUnpark() {
    parker.publishAndUnpark();
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
  public int select(ReadyHandler handler, long timeoutNanos) throws SystemCallException {
    return select(handler, timeoutNanos, Condition.NEVER);
  }

  /**
   * As {@link #select(ReadyHandler, long)}, with one more reason not to block.
   *
   * @param recheck asked after this thread has announced that it is parked
   */
  public int select(ReadyHandler handler, long timeoutNanos, Condition recheck)
      throws SystemCallException {
    if (closed.get()) {
      throw new IllegalStateException("the selector is closed");
    }
    claim();
    endAnnouncement();
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

  /**
   * Says that the selecting thread is about to wait for {@link #descriptor()} in another poller:
   * until its next select wakers write, as they do to one that blocks here. Tells the kernel of
   * changes before.
   *
   * @return false if there is something to select already, and no wait is due
   */
  public boolean announceWait(ReadyHandler handler) {
    if (closed.get()) {
      throw new IllegalStateException("the selector is closed");
    }
    claim();
    endAnnouncement();
    if (table.hasChanges()) {
      table.apply(handler);
    }
    if (next < batch || closed.get()) {
      return false;
    }
    if (poller.hasPendingChanges()) {
      int n = poller.poll(0);
      polls.add(1);
      if (n != 0) {
        // Events are handed over by the next select, and a failure comes back to it.
        batch = Math.max(n, 0);
        next = 0;
        return false;
      }
    }
    announced = true;
    parker.announceParked();
    if (hasWork(Condition.NEVER)) {
      endAnnouncement();
      return false;
    }
    return true;
  }

  private void endAnnouncement() {
    if (announced) {
      announced = false;
      parker.awake();
    }
  }

  /** Lets another thread select from now on. For the selecting thread, or after it has ended. */
  public void transfer() {
    owner = null;
  }

  /** How many registrations there are. */
  public int registrations() {
    return table.live();
  }

  /** The poller's descriptor, which another poller can wait for, or -1 where it has none. */
  public long descriptor() {
    return poller.descriptor();
  }

  /** What was counted so far. Any thread. */
  public SelectorCounters counters() {
    // What was done before what was asked for: in between more may be asked for, but no less.
    long wakesWritten = parker.written();
    long changesApplied = table.applied();
    return new SelectorCounters(
        provider.name(),
        polls.get(),
        parker.parks(),
        parker.asked(),
        wakesWritten,
        table.asked(),
        changesApplied,
        arms.get(),
        events.get(),
        table.stale());
  }

  /** Calls that asked the kernel for events. Any thread. */
  public long polls() {
    return polls.get();
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
      endAnnouncement();
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
  private int handBatch(ReadyHandler handler) {
    int handed = 0;
    while (next < batch) {
      handed += hand(next++, handler);
    }
    return handed;
  }

  /** Hands on what the poller says, and how many events that was for the handler: 0 or 1. */
  private int hand(int i, ReadyHandler handler) {
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

  /** Refuses what no engine, or not this one, can report, alike for both ways to ask for it. */
  private void checkInterest(int interest) {
    if ((interest & ~Interest.MASK) != 0) {
      throw new IllegalArgumentException(
          "interest is "
              + interest
              + "; it must be NONE, or be made of READ, WRITE and EDGE of Interest");
    }
    if ((interest & Interest.EDGE) != 0 && !edgeTriggered) {
      throw new IllegalArgumentException(
          "EDGE was asked for, but the "
              + engine()
              + " engine has no edge-triggered mode; see IoSelector.isEdgeTriggered()");
    }
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
            "the selector was selected by "
                + current
                + ", but "
                + selecting
                + " owns it; have that thread call transfer() first");
      }
      owner = current;
    }
  }
}
