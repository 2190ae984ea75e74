package dev.ioserver.engine;

import static java.lang.System.Logger.Level.INFO;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.Registry;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.WakeProof;
import dev.ioserver.engine.selector.SelectorCore;
import dev.ioserver.engine.spi.CompletionEngine;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The raw selector: the selecting thread's side of a kernel's poller, whose wake-up costs a system
 * call only if the poller is blocked. The {@link #registry()} is the side of all threads: it edits
 * who waits for what, without a system call. What java.nio or Netty replacements stand on.
 *
 * {@snippet file="dev/ioserver/engine/snippets/IoSelectorSnippetTest.java" region="select"}
 *
 * <p>Descriptors belong to the caller: they are never closed here. On the nio engine they are made
 * with {@link NioHandles}.
 *
 * <p>Thread-safety: one thread selects, at first the one that selects first; {@link #transfer()}
 * lets another. The registry, the counters and what describes the selector are for any thread.
 */
public final class IoSelector implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.engine");

  /** Whether it was said that the process barrier is off here. Any thread: CAS. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private final SelectorCore core;

  private IoSelector(SelectorCore core) {
    this.core = core;
  }

  /**
   * Opens a selector with the default options.
   *
   * @return the selector, which belongs to this thread until another one selects
   * @throws EngineUnavailableException if no engine fits
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   */
  public static IoSelector open() throws SystemCallException {
    return open(SelectorOptions.defaults());
  }

  /**
   * Opens a selector.
   *
   * @param options how it is to be opened
   * @return the selector, which belongs to this thread until another one selects
   * @throws EngineUnavailableException if the engine does not fit, cannot poll devices, or has no
   *     readiness to select
   * @throws SystemCallException if the system refuses, for want of descriptors for example
   */
  public static IoSelector open(SelectorOptions options) throws SystemCallException {
    return switch (Engines.choose(options.engine())) {
      case ReadinessEngine engine ->
          new IoSelector(
              SelectorCore.open(
                  engine,
                  options.maxEvents(),
                  options.maxRegistrations(),
                  options.idle(),
                  (int) (options.busyPoll().toNanos() / 1_000),
                  fencesForWakers(engine, options)));
      case CompletionEngine engine ->
          throw new EngineUnavailableException(
              "the "
                  + engine.name()
                  + " engine completes operations and has no readiness to select; name another"
                  + " engine in the options");
    };
  }

  /** Whether to use the process barrier; says so once where only the proof is missing. */
  private static boolean fencesForWakers(ReadinessEngine engine, SelectorOptions options) {
    boolean on = options.processBarrier();
    if (!on
        && !options.asksAboutProcessBarrier()
        && engine.processBarrier() != null
        && TOLD.compareAndSet(false, true)) {
      LOG.log(INFO, () -> "wakes of selectors without a fence are " + WakeProof.ofThisVm());
    }
    return on;
  }

  /** {@return any thread's side of this selector} */
  public Registry registry() {
    return core;
  }

  /**
   * Opens the engine's non-blocking socket calls, as the engine itself uses them: for those who put
   * an API of their own on top. They belong to the thread that selects, and are closed by it.
   *
   * @return the socket calls
   * @throws SystemCallException if the system refuses
   */
  public Sockets openSockets() throws SystemCallException {
    return core.openSockets();
  }

  /** {@return the engine's name} */
  public String engine() {
    return core.engine();
  }

  /** {@return whether {@link Interest#EDGE} can be asked for} */
  public boolean isEdgeTriggered() {
    return core.isEdgeTriggered();
  }

  /** {@return the finest wait in nanoseconds} */
  public long resolutionNanos() {
    return core.resolutionNanos();
  }

  /**
   * Waits for events and hands them to a handler. What the handler throws ends this call; the
   * events that it has not been handed yet are handed over by the next one, which does not wait
   * then.
   *
   * @param handler is given each event
   * @param timeout 0 does not wait; negative waits without end
   * @return how many events were handed over; 0 also after a wake-up or an interrupted wait
   * @throws SystemCallException if the wait itself failed
   * @throws IllegalStateException if this is closed, or another thread selects
   */
  public int select(ReadyHandler handler, Duration timeout) throws SystemCallException {
    return core.select(handler, Durations.nanos(timeout), Condition.NEVER);
  }

  /**
   * As {@link #select(ReadyHandler, Duration)}, for loops that count in nanoseconds.
   *
   * @param handler is given each event
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @return how many events were handed over
   * @throws SystemCallException if the system refuses
   */
  public int selectNanos(ReadyHandler handler, long timeoutNanos) throws SystemCallException {
    return core.select(handler, timeoutNanos, Condition.NEVER);
  }

  /**
   * As {@link #selectNanos(ReadyHandler, long)}, with one more reason not to block.
   *
   * @param handler is given each event
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @param recheck asked after this thread has announced that it is parked. Who makes it ready
   *     publishes that first and then calls {@link Registry#wakeup()}
   * @return how many events were handed over
   * @throws SystemCallException if the system refuses
   */
  public int selectNanos(ReadyHandler handler, long timeoutNanos, Condition recheck)
      throws SystemCallException {
    return core.select(handler, timeoutNanos, recheck);
  }

  /**
   * Ends the select under way, if it is blocked, for a reason that its {@code recheck} finds and
   * that the caller has published. Unlike {@link Registry#wakeup()} it leaves nothing behind: a
   * select that is not under way finds the reason itself. Any thread.
   */
  public void unpark() {
    core.publishAndUnpark();
  }

  /**
   * Ends a registration and tells the kernel at once: when this returns the descriptor may be
   * closed. For the selecting thread.
   *
   * @param token of the registration
   * @throws IllegalStateException if another thread selects
   */
  public void deregisterNow(long token) {
    core.deregisterNow(token);
  }

  /** Lets another thread select from now on. For the selecting thread, or after it has ended. */
  public void transfer() {
    core.transfer();
  }

  /** {@return how many registrations there are} Any thread. */
  public int registrations() {
    return core.registrations();
  }

  /** {@return what was counted so far} Any thread. */
  public SelectorCounters counters() {
    return core.counters();
  }

  /**
   * Says that the selecting thread is about to wait in another poller, for {@link #descriptor()} to
   * be readable. First the kernel is told of the changes that were asked for. From then on a {@link
   * Registry#wakeup()}, and whatever a thread asks of the registry, makes the descriptor readable.
   * That ends with the next select, which is due when the wait is over, whatever ended it.
   *
   * @param handler hears of changes that the kernel refuses
   * @return false if there is something to select already: then the thread must not wait
   * @throws IllegalStateException if this is closed, or another thread selects
   */
  public boolean announceWait(ReadyHandler handler) {
    return core.announceWait(handler);
  }

  /**
   * The poller's own descriptor, to be waited for by another poller: it is readable while a select
   * would find events. It stays this selector's.
   *
   * <p>A wake-up makes it readable only if somebody waits: while a select blocks, or after {@link
   * #announceWait}. Without those it sets a flag, which the next select finds, and writes nothing.
   *
   * @return a file descriptor, or -1 where the engine has none that can be waited for
   */
  public long descriptor() {
    return core.descriptor();
  }

  /**
   * Closes the poller; the registered descriptors stay open. For the selecting thread, or when none
   * selects. Waits for wake-ups that are under way, so that none writes to a closed descriptor.
   * Idempotent.
   */
  @Override
  public void close() {
    core.close();
  }
}
