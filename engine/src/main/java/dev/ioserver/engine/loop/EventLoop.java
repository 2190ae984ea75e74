package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.park.LoopRunner;
import dev.ioserver.engine.park.Parker;
import dev.ioserver.engine.queue.SmallQueue;
import dev.ioserver.engine.readiness.ReadinessTransport;
import dev.ioserver.engine.spi.CompletionEngine;
import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.TransportContext;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * One event loop: a transport, a mailbox, timers, and what lives in it. It has a thread of its own,
 * or is run by the thread that owns it.
 *
 * <p>Thread-safety: {@link #execute}, {@link #unpark}, {@link #isOwner}, {@link #counters}, {@link
 * #failure} are for any thread; the rest is the owner's.
 */
public final class EventLoop {

  /** Cycle modes: do not wait; wait until the deadline; wait without a deadline. */
  static final int NOW = 0;

  static final int UNTIL = 1;
  static final int FOREVER = 2;

  private static final int MAILBOX_CHUNK = 256;

  /** Said of a wait without a deadline. A deadline that is this by chance costs a wake-up. */
  private static final long NO_END = Long.MIN_VALUE;

  private static final VarHandle WAKE_ASKED;
  private static final VarHandle WAITS_UNTIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WAKE_ASKED = lookup.findVarHandle(EventLoop.class, "wakeAsked", boolean.class);
      WAITS_UNTIL = lookup.findVarHandle(EventLoop.class, "waitsUntil", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How often a thread that waits for the end looks for it. */
  private static final long LOOK_NANOS = 1_000_000;

  private final String name;
  private final Engine provider;
  private final IoServerOptions options;
  private final Transport transport;
  private final ChunkPool pool;
  private final LayerMemory layers;
  private final LeakTracker leaks;

  /** For the flight recorder; null if nobody asked for that. */
  private final @Nullable LoopEvents events;

  private final TimerQueue timers;
  private final InboxBudget inboxBudget;
  private final LoopParker parker = new LoopParker(this);

  /** What other threads want done here: any thread to the owner. */
  private final MpscUnboundedVarHandleArrayQueue<LoopTask> mailbox =
      new MpscUnboundedVarHandleArrayQueue<>(MAILBOX_CHUNK);

  /** What has something to be written; the owner's. */
  private final SmallQueue<Flushable> dirty = new SmallQueue<>();

  /** What lives here; the owner's. */
  private final Residents residents = new Residents(this);

  private final SingleWriterCounter messagesIn = new SingleWriterCounter();
  private final SingleWriterCounter messagesOut = new SingleWriterCounter();
  private final PortTally ports = new PortTally();

  /** What the cycle in hand waits for; the owner's. */
  private Condition waitedFor = Condition.NEVER;

  private final Condition recheck =
      new Condition() {
        @Override
        public boolean isReady() {
          return !mailbox.isEmpty() || waitedFor.isReady() || isWoken();
        }
      };

  /** When what happens now happens, if {@link #timeKnown}; the owner's. */
  private long time;

  private boolean timeKnown;

  /** The cycle in hand is to end when somebody asks for that; the owner's. */
  private boolean wakeable;

  /**
   * Somebody wants the owner's wait ended. Any thread: volatile store, then fence. Owner: volatile
   * load after its announcement; exchange.
   */
  @SuppressWarnings("unused") // through WAKE_ASKED
  private volatile boolean wakeAsked;

  /**
   * When the wait in hand, or else the last one, ends by itself, on the loop's clock, or NO_END.
   * Owner: opaque store, before it announces that it parks. Others: opaque load, after a fence.
   */
  @SuppressWarnings("unused") // through WAITS_UNTIL
  private long waitsUntil = NO_END;

  /** Whose loop it is. Owner: volatile store. Others: volatile load. */
  private volatile @Nullable Thread owner;

  /** The owner was asked to close; the owner's. */
  private boolean closeRequested;

  /** The owner is closing. Owner: volatile store. Who waits for the end: volatile load. */
  private volatile boolean closing;

  /** Nothing runs here any more; set once, after the transport is closed. */
  private volatile boolean terminated;

  private volatile @Nullable Throwable failure;

  /** Opens a loop; {@link #claim()} makes it a thread's. */
  public EventLoop(String name, Engine provider, IoServerOptions options)
      throws SystemCallException {
    this.name = name;
    this.provider = provider;
    this.options = options;
    this.timers = new TimerQueue(provider.clock());
    this.pool = new ChunkPool(new Allocator(provider));
    this.layers = new LayerMemory(pool);
    this.inboxBudget = InboxBudget.of(timers, options);
    this.leaks = new LeakTracker(options.leakCheck());
    this.events = options.jfr() ? LoopEvents.of(name) : null;
    this.transport =
        open(
            provider,
            new TransportContext(
                options.maxRegistrations(),
                options.maxEvents(),
                options.idle(),
                (int) (Durations.nanos(options.busyPoll()) / 1_000),
                pool));
  }

  /** The one place that tells kernels that notify from those that complete. */
  private static Transport open(Engine engine, TransportContext context)
      throws SystemCallException {
    if (engine instanceof ReadinessEngine notifying) {
      return ReadinessTransport.open(notifying, context);
    }
    return ((CompletionEngine) engine).openTransport(context); // There is no third kind.
  }

  /** The loop's name. */
  public String name() {
    return name;
  }

  /** What is told to the flight recorder; null if nobody asked for that. */
  public @Nullable LoopEvents events() {
    return events;
  }

  /** What ports stand on. */
  public Transport transport() {
    return transport;
  }

  /** The loop's memory. Any thread. */
  public ChunkPool pool() {
    return pool;
  }

  /** What layers work in. */
  public LayerMemory layers() {
    return layers;
  }

  /** The leak check. Any thread. */
  public LeakTracker leaks() {
    return leaks;
  }

  /** What waits to be received from all ports of this loop. */
  public InboxBudget inboxBudget() {
    return inboxBudget;
  }

  /** The loop's deadlines. */
  public TimerQueue timers() {
    return timers;
  }

  /**
   * When what happens now happens, on the loop's clock. The first that asks looks at the clock; the
   * others of the same turn get the same. The owner.
   */
  public long time() {
    if (!timeKnown) {
      time = timers.now();
      timeKnown = true;
    }
    return time;
  }

  /** The parker of the thread that runs this loop. */
  public LoopRunner parker() {
    return parker;
  }

  /**
   * Hands a message over to the select that runs this loop at the moment, if it is that of the
   * message's source, whose queue is empty. The owner.
   *
   * @return false if the message has to take the way through the queue
   */
  public boolean handOver(MessageSource<Message> source, PortMessage message) {
    return parker.handOver(source, message);
  }

  /**
   * Makes the calling thread the owner; it must be the only one that runs this loop from now on.
   */
  public void claim() {
    owner = Thread.currentThread();
    transport.transfer();
  }

  /** Makes this the loop that the calling thread runs while it waits for something. */
  public void bind() {
    Parker.bind(parker);
  }

  /** Undoes {@link #bind()}, if it is this loop that is bound. */
  public void unbind() {
    if (Parker.current() == parker) {
      Parker.bind(null);
    }
  }

  /** Whether the calling thread owns this loop. */
  public boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  /** Who owns this loop, or null. */
  public @Nullable Thread owner() {
    return owner;
  }

  /**
   * What to say to a thread that does not own this loop and asks for something that only its owner
   * may do.
   */
  public IllegalStateException notOwner(String what) {
    return AbsentOwner.notOwner(name, owner, what);
  }

  /**
   * Whether the owner is alive and, at this moment, runs the loop or takes messages from its
   * select. Another thread may learn it late.
   */
  public boolean isInUse() {
    Thread running = owner;
    return running != null && running.isAlive() && parker.isInUse();
  }

  /**
   * Why the owner will not do what it was asked for, or null while there is hope. A loop's own
   * thread always comes back to it.
   *
   * @param askedNanos when it was asked, on the clock of {@link System#nanoTime()}
   */
  public @Nullable String absence(long askedNanos) {
    Thread running = owner;
    if (options.loops() > 0 || running == null) {
      return null;
    }
    return AbsentOwner.absence(name, running, askedNanos);
  }

  /** Whether nothing runs here any more. */
  public boolean isTerminated() {
    return terminated;
  }

  /** Why the loop has failed, or null. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether something new may be given to this loop: it has neither failed nor ended. */
  public boolean takesWork() {
    return failure == null && !terminated;
  }

  /** What to say to somebody who wants something of a loop that has ended. */
  public IllegalStateException endedException() {
    Throwable cause = failure;
    return cause == null
        ? new IllegalStateException("the server is closed")
        : new IllegalStateException(
            "the loop " + name + " has failed: " + cause + "; close() the server, and open another",
            cause);
  }

  /**
   * Has something run by the owner, soon. On a loop that has ended the task is abandoned instead,
   * at the latest before this returns.
   */
  public void execute(LoopTask task) {
    mailbox.offer(task);
    if (isOwner() && !terminated) {
      return;
    }
    VarHandle.fullFence();
    if (terminated) {
      abandonTasks();
    } else {
      transport.unpark();
    }
  }

  /** As {@link #execute}, but a wait that ends before the task is due is not ended for it. */
  public void executeInTime(TimedTask task) {
    mailbox.offer(task);
    if (isOwner() && !terminated) {
      return;
    }
    VarHandle.fullFence();
    if (terminated) {
      abandonTasks();
    } else {
      unparkFor(task);
    }
  }

  /**
   * A task that {@link #executeInTime} was given, or is about to be, may be due earlier by now. Any
   * thread.
   */
  public void unparkInTime(TimedTask task) {
    VarHandle.fullFence();
    unparkFor(task);
  }

  private void unparkFor(TimedTask task) {
    long until = (long) WAITS_UNTIL.getOpaque(this);
    if (until == NO_END || task.isDueBefore(until)) {
      transport.unpark();
    }
  }

  /**
   * Ends the owner's wait, or else its next one, if it can be ended: see {@link
   * LoopRunner#parkUntilWoken}. Any thread.
   */
  public void wakeup() {
    // Again even if it is set: what the caller has published may be younger than the last time.
    wakeAsked = true;
    VarHandle.fullFence();
    transport.unpark();
  }

  /** Whether waits can be ended from now on. Owner. */
  void wakeable(boolean value) {
    wakeable = value;
  }

  /** Takes the wake-up, if any. Owner. */
  boolean takeWakeup() {
    // An exchange, so that what those have published who asked is seen.
    return wakeAsked && (boolean) WAKE_ASKED.getAndSet(this, false);
  }

  private boolean isWoken() {
    return wakeable && wakeAsked;
  }

  /**
   * Asks for something that only the owner can tell, and waits for the answer.
   *
   * @return the answer, or null if there is none, or the loop has ended
   * @throws IllegalStateException if the owner of a caller-run loop does not answer, see {@link
   *     LoopCall#call}
   */
  public <R> @Nullable R ask(Supplier<@Nullable R> question) {
    try {
      return LoopCall.call(this, () -> Optional.ofNullable(question.get()), _ -> {}).orElse(null);
    } catch (SystemCallException e) {
      throw new AssertionError("a question makes no system call that fails", e);
    } catch (IllegalStateException e) {
      if (terminated) {
        // It has ended, and what was asked about with it.
        return null;
      }
      throw e;
    }
  }

  /** Wakes the owner if it is parked. The caller has published its reason and fenced. */
  void unpark() {
    transport.unpark();
  }

  /** Remembers that something has to be written before the loop waits. */
  public void markDirty(Flushable flushable) {
    dirty.add(flushable);
  }

  /** Writes what was sent by the owner. */
  public void flush() {
    timeKnown = false;
    for (Flushable next = dirty.poll(); next != null; next = dirty.poll()) {
      next.flushNow();
    }
  }

  /** What lives here. */
  public Residents residents() {
    return residents;
  }

  /**
   * The server shuts down: the users of ports are told, and the ends of ports are watched. Owner.
   *
   * @param nanos how long it may take; 0 or less is over at once
   */
  public void shutDown(ShutdownWatch watch, long nanos) {
    residents.shutDown(watch);
    timers.set(new Deadline(watch::timeOver), timers.deadline(nanos));
  }

  /** Counts messages that the loop's ports have delivered. */
  public void countIn(int messages) {
    messagesIn.add(messages);
  }

  /** Counts messages that were sent to the loop's ports. */
  public void countOut(int messages) {
    messagesOut.add(messages);
  }

  /**
   * Runs the loop once: tasks, timers, writes, then one wait, whose completions are handed over.
   *
   * @param condition what the caller waits for: the loop does not block when it is ready
   * @param mode {@link #NOW}, {@link #UNTIL} the deadline, {@link #FOREVER}
   */
  void cycle(Condition condition, long deadlineNanos, int mode) {
    assert isOwner() : name + " is run by " + Thread.currentThread() + ", owned by " + owner;
    if (terminated) {
      throw new ChannelClosedException("the server of the loop " + name + " is closed", failure);
    }
    timeKnown = false;
    if (events != null) {
      events.busy();
    }
    runTasks();
    if (closeRequested && !closing) {
      closeNow();
      return;
    }
    timers.expire();
    flush();
    waitedFor = condition;
    timeKnown = false;
    if (events != null) {
      events.idle();
    }
    try {
      transport.await(timeout(condition, deadlineNanos, mode), recheck);
    } catch (SystemCallException e) {
      die(e);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      // What one endpoint's calls throw ends here as its own failure: this is the wait itself.
      die(e);
      throw e;
    } finally {
      waitedFor = Condition.NEVER;
    }
    if (events != null) {
      events.busy();
    }
    timers.expire();
  }

  /** The life of a loop with a thread of its own. */
  public void runUntilClosed() {
    claim();
    try {
      while (!terminated) {
        cycle(Condition.NEVER, 0, FOREVER);
        // An interrupt means nothing to a loop; left set, it would make some engines spin.
        var _ = Thread.interrupted();
      }
    } catch (Throwable e) {
      die(e);
    }
  }

  /** Asks the owner to end the loop. Any thread. */
  public void requestClose() {
    execute(new CloseRequest());
  }

  /**
   * Waits until the loop has ended, its owner has, or it has become clear that the owner is away:
   * it has not begun to close the loop for seconds, or is not done seconds after its time to close.
   */
  public boolean awaitTermination() {
    long deadline = System.nanoTime() + AbsentOwner.AWAY_NANOS;
    boolean begun = false;
    boolean interrupted = false;
    Thread running = owner;
    while (!terminated && (running == null || running.isAlive())) {
      if (!begun && closing) {
        begun = true;
        deadline =
            Durations.deadline(Durations.nanos(options.closeTimeout())) + AbsentOwner.AWAY_NANOS;
      }
      if (deadline - System.nanoTime() <= 0) {
        break;
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
      // Left set, it would end each park at once.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return terminated;
  }

  /** Runs as part of a cycle; what is left to do is done by whoever runs the cycle. */
  private final class CloseRequest implements LoopTask {
    @Override
    public void run() {
      closeRequested = true;
    }

    @Override
    public void abandon() {
      // It has ended already.
    }
  }

  /**
   * Ends everything that lives here, in good order as long as there is time, and then the loop.
   * Owner.
   */
  public void closeNow() {
    if (terminated) {
      return;
    }
    closing = true;
    runTasks();
    residents.closeWithServer();
    long deadline = timers.deadline(Durations.nanos(options.closeTimeout()));
    Condition allEnded = residents::isEmpty;
    while (!residents.isEmpty() && deadline - timers.now() > 0) {
      cycle(allEnded, deadline, UNTIL);
    }
    terminate(new IllegalStateException("the server was closed"));
  }

  /** What the loop's ports count together. */
  public PortTally ports() {
    return ports;
  }

  /** What was counted so far. */
  public LoopCounters counters() {
    var t = transport.counters();
    return new LoopCounters(
        name,
        provider.name(),
        t.polls(),
        t.parks(),
        t.wakesAsked(),
        t.wakesWritten(),
        t.changesAsked(),
        t.changesApplied(),
        t.arms(),
        t.events(),
        t.staleEvents(),
        t.reads(),
        t.writes(),
        t.bytesIn(),
        t.bytesOut(),
        messagesIn.get(),
        messagesOut.get(),
        t.datagrams(),
        ports.totals());
  }

  /** How long to wait, and says so; negative without end. */
  private long timeout(Condition condition, long deadlineNanos, int mode) {
    if (mode == NOW || !mailbox.isEmpty() || condition.isReady() || isWoken()) {
      return 0;
    }
    if (mode == FOREVER && timers.isEmpty()) {
      WAITS_UNTIL.setOpaque(this, NO_END);
      return -1;
    }
    long now = timers.now();
    long left = mode == FOREVER ? Long.MAX_VALUE : Math.max(0, deadlineNanos - now);
    if (!timers.isEmpty()) {
      left = Math.min(left, timers.untilNext(now));
    }
    WAITS_UNTIL.setOpaque(this, now + left);
    return left;
  }

  private void runTasks() {
    if (mailbox.isEmpty()) {
      return;
    }
    // No more than there are now, so that busy senders cannot keep the loop from its sockets.
    for (int i = mailbox.size(); i > 0; i--) {
      LoopTask task = mailbox.poll();
      if (task == null) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        logger().log(System.Logger.Level.ERROR, () -> "a task of " + name + " failed", e);
      }
    }
  }

  /**
   * What comes after the end: nobody runs the loop, so whoever comes takes the place of its owner.
   */
  private synchronized void abandonTasks() {
    for (LoopTask task = mailbox.poll(); task != null; task = mailbox.poll()) {
      try {
        task.abandon();
      } catch (RuntimeException | Error e) {
        // The others must hear of the end all the same.
        logger().log(System.Logger.Level.ERROR, () -> "a task of " + name + " was not given up", e);
      }
    }
  }

  /**
   * Logs a mistake in an engine, or in this one's ports, which ends one thing that lives here. The
   * loop goes on. Any thread.
   *
   * @param what becomes of it
   */
  public void logMistake(String what, Throwable cause) {
    try {
      logger().log(System.Logger.Level.ERROR, () -> what + ", in " + name + ": " + cause, cause);
    } catch (RuntimeException | Error e) {
      // Without descriptors or memory the logger may throw. Whoever lives here hears of it anyway.
    }
  }

  /** The loop cannot go on: say so to everything that lives here, and in the log. */
  private void die(Throwable cause) {
    if (terminated) {
      return;
    }
    failure = cause;
    try {
      logger()
          .log(System.Logger.Level.ERROR, () -> "the loop " + name + " failed: " + cause, cause);
    } finally {
      // Also if the logger fails, for want of memory or descriptors, say.
      terminate(cause);
    }
  }

  private void terminate(Throwable cause) {
    try {
      try {
        residents.end(cause);
      } finally {
        // Also if there is no memory for the list: a loop that has ended keeps no descriptor.
        layers.release();
        transport.close();
      }
    } finally {
      terminated = true;
      VarHandle.fullFence();
      abandonTasks();
      leaks.report(name);
    }
  }

  /** Asked for when there is something to say: to find a logger takes milliseconds at the start. */
  private static System.Logger logger() {
    return System.getLogger("dev.ioserver.engine");
  }

  /** The engine's memory for a pool. */
  private record Allocator(Engine engine) implements IntFunction<ByteBuffer> {
    @Override
    public ByteBuffer apply(int bytes) {
      return engine.allocate(bytes);
    }
  }
}
