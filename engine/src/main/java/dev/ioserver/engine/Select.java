package dev.ioserver.engine;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.PortMessage;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.channel.ReadyList;
import dev.ioserver.engine.channel.SelectEntry;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.park.LoopRunner;
import dev.ioserver.engine.park.Parker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waits on any mix of ports, listeners, timers and channels, and gives their messages one by one.
 *
 * {@snippet file="dev/ioserver/engine/snippets/SelectSnippetTest.java" region="select"}
 *
 * <p>Fair: sources that have something take turns of a bounded number of messages, first come first
 * served, so that a busy source starves none. The cost of a message does not depend on how many
 * sources there are.
 *
 * <p>On a plain thread it parks in {@code LockSupport}. On the thread of a caller-run loop it runs
 * that loop and blocks in the kernel's poller itself, with no hop between threads.
 *
 * <p>A source is in one select at a time; adding it to another moves it. A source that is done
 * leaves by itself, after its {@link Closed} message. A select does not keep its sources alive: a
 * timer that has expired, or a channel, that nobody else holds leaves without a word.
 *
 * <p>Thread-safety: one thread at a time, platform or virtual. Whoever comes while another thread
 * waits here gets an {@link IllegalStateException} that names it. All methods of {@link
 * IoServer#select()} are for the thread that runs the server; another one gets an {@link
 * IllegalStateException} that names the owner and {@link IoServer#claim()}.
 *
 * @param <M> what it gives: {@link Message}, so that a switch can be complete, or {@link Object}
 */
public final class Select<M> implements AutoCloseable {

  /** Messages that a source may give before the next one has its turn. */
  private static final int TURN = 16;

  /** Messages after which a caller-run loop is run although there are more. */
  private static final int MESSAGES_PER_RUN = 256;

  private static final VarHandle WAITING;

  static {
    try {
      WAITING = MethodHandles.lookup().findVarHandle(Select.class, "waiting", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReadyList ready = new ReadyList();

  /** The sources. Weak: one that moved to another select has left without a word. */
  private final Set<MessageSource<?>> members = Collections.newSetFromMap(new WeakHashMap<>());

  /** Whose turn it is, and how many messages are left of it. */
  private @Nullable SelectEntry current;

  private int turn;
  private @Nullable Receiver<?> source;
  private int sinceRun;

  /** The parker of the thread that selects; looked up again whenever it may block. */
  private @Nullable Parker parker;

  private @Nullable LoopRunner driving;

  /** The parker of the loop whose select this is, or null. */
  private final @Nullable LoopRunner home;

  /** The last message was one that the loop had handed over. */
  private boolean handedOver;

  /** The loop that waits here used to run is closed, or run by another thread. */
  private boolean orphaned;

  /**
   * Who waits here, or null. That thread: opaque store. A thread that must not come meanwhile:
   * opaque load, which may be late.
   */
  @SuppressWarnings("unused") // through WAITING
  private @Nullable Thread waiting;

  private Select(@Nullable LoopRunner home) {
    this.home = home;
  }

  /** The select of a caller-run loop: the thread that owns the loop runs it whenever it waits. */
  static Select<Message> ofLoop(EventLoop loop) {
    return new Select<>(loop.parker());
  }

  /**
   * {@return a select over sources of {@link Message}; there may be none at first}
   *
   * @param sources what is received from the start; more may join
   * @throws IllegalArgumentException if one is not a source of this engine
   */
  @SafeVarargs
  public static Select<Message> of(Receiver<? extends Message>... sources) {
    Select<Message> select = new Select<>(null);
    for (Receiver<? extends Message> each : sources) {
      select.add(each);
    }
    return select;
  }

  /**
   * {@return a select over sources of anything, channels of strings for example; there may be none
   * at first} A switch over what it gives needs a default.
   *
   * @param sources what is received from the start; more may join
   * @throws IllegalArgumentException if one is not a source of this engine
   */
  public static Select<Object> ofAny(Receiver<?>... sources) {
    Select<Object> select = new Select<>(null);
    for (Receiver<?> each : sources) {
      select.add(each);
    }
    return select;
  }

  /**
   * Adds a source; what it already has is received. Adding a member again changes nothing.
   *
   * @param receiver the source
   * @return this select
   * @throws IllegalArgumentException if it is not a source of this engine
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public Select<M> add(Receiver<? extends M> receiver) {
    checkThread();
    join(source(receiver));
    return this;
  }

  /**
   * Removes a source, which keeps what it has.
   *
   * @param receiver the source
   * @return whether it was a member
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public boolean remove(Receiver<?> receiver) {
    checkThread();
    MessageSource<?> removed = source(receiver);
    members.remove(removed);
    SelectEntry before = removed.entry();
    if (before == null || before.list() != ready) {
      return false;
    }
    removed.join(null);
    if (current == before) {
      current = null;
    }
    return true;
  }

  /**
   * {@return how many sources there are}
   *
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public int size() {
    checkThread();
    return count();
  }

  /**
   * Receives the next message, waiting as long as it takes; for ever if there is no source. A
   * {@link IoServer#wakeup()} does not end it, since it has nothing to give then, and ends a later
   * wait instead.
   *
   * @return the message
   * @throws ChannelClosedException if this is the select of a server that is closed, and what was
   *     in it has been received
   * @throws IllegalStateException if the calling thread must not use this now
   * @throws InterruptedException if the thread is interrupted while waiting; as for {@link
   *     Receiver#receive()}
   */
  public M receive() throws InterruptedException {
    checkThread();
    M message = next();
    while (message == null) {
      park(bind(), 0, false, false);
      message = next();
    }
    return message;
  }

  /**
   * Receives the next message, waiting for a limited time.
   *
   * @param timeout the longest wait; 0 or less does not wait, but does run a caller-run loop once;
   *     any length is allowed, and beyond 146 years counts as that
   * @return the message; null if none came in time, or a {@link IoServer#wakeup()} has ended the
   *     wait
   * @throws ChannelClosedException as for {@link #receive()}
   * @throws IllegalStateException if the calling thread must not use this now
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public @Nullable M receive(Duration timeout) throws InterruptedException {
    return receiveNanos(Durations.nanos(timeout));
  }

  /**
   * As {@link #receive(Duration)}, in nanoseconds.
   *
   * @param timeoutNanos the longest wait; 0 or less does not wait, but does run a caller-run loop
   *     once
   * @return the message, or null if none came in time
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public @Nullable M receiveNanos(long timeoutNanos) throws InterruptedException {
    if (timeoutNanos <= 0) {
      return tryReceive();
    }
    checkThread();
    M message = next();
    if (message != null) {
      return message;
    }
    long deadline = Durations.deadline(timeoutNanos);
    do {
      park(bind(), deadline, true, true);
      message = next();
    } while (message == null && !takeWakeup() && deadline - System.nanoTime() > 0);
    return message;
  }

  /**
   * Receives the next message if there is one now; runs a caller-run loop once if there is none.
   *
   * @return the message, or null
   * @throws ChannelClosedException as for {@link #receive()}
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public @Nullable M tryReceive() {
    checkThread();
    M message = next();
    if (message == null) {
      bind();
      if (driving != null) {
        run(driving);
        message = next();
      }
      if (message == null) {
        checkOpen();
      }
    }
    return message;
  }

  /**
   * Hands the messages that are here now to a handler. Neither waits nor allocates.
   *
   * @param handler is given each message
   * @param limit the most messages; 0 or less hands over none
   * @return how many were handed over
   * @throws ChannelClosedException as for {@link #receive()}
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public int poll(MessageHandler<? super M> handler, int limit) {
    checkThread();
    bind();
    if (driving != null) {
      if (limit <= 0) {
        // Nobody comes to take what the loop would hand over.
        driving.runOnce(Condition.NEVER);
        return 0;
      }
      run(driving);
    }
    int n = hand(handler, limit);
    if (n == 0) {
      checkOpen();
    }
    return n;
  }

  /**
   * As {@link #poll(MessageHandler, int)}, but waits for the first message.
   *
   * @param handler is given each message
   * @param limit the most messages to hand over; 0 or less hands over none
   * @param timeout the longest wait; 0 does not wait; negative waits without end; beyond 146 years
   *     counts as that
   * @return how many were handed over; 0 if none came in time, or a {@link IoServer#wakeup()} has
   *     ended the wait
   * @throws ChannelClosedException as for {@link #receive()}
   * @throws IllegalStateException if the calling thread must not use this now
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public int poll(MessageHandler<? super M> handler, int limit, Duration timeout)
      throws InterruptedException {
    return pollNanos(handler, limit, Durations.nanos(timeout));
  }

  /**
   * As {@link #poll(MessageHandler, int, Duration)}, in nanoseconds.
   *
   * @param handler is given each message
   * @param limit the most messages to hand over; 0 or less hands over none
   * @param timeoutNanos the longest wait; 0 does not wait; negative waits without end
   * @return how many messages were handed over
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public int pollNanos(MessageHandler<? super M> handler, int limit, long timeoutNanos)
      throws InterruptedException {
    if (timeoutNanos == 0 || limit <= 0) {
      return poll(handler, limit);
    }
    checkThread();
    // No look at the kernel first: the wait is one. But messages alone must not keep the loop from
    // it.
    Parker parking = bind();
    if (driving != null && sinceRun >= MESSAGES_PER_RUN) {
      run(driving);
    }
    int n = hand(handler, limit);
    if (n > 0) {
      return n;
    }
    boolean timed = timeoutNanos > 0;
    long deadline = timed ? Durations.deadline(timeoutNanos) : 0;
    while (true) {
      park(parking, deadline, timed, true);
      n = hand(handler, limit);
      if (n > 0 || takeWakeup() || (timed && deadline - System.nanoTime() <= 0)) {
        return n;
      }
      parking = bind();
    }
  }

  /**
   * {@return where the last message came from, or null before the first} It is kept until the next
   * message.
   *
   * @throws IllegalStateException if the calling thread must not use this now
   */
  public @Nullable Receiver<?> source() {
    checkThread();
    return source;
  }

  /**
   * Lets all sources go; they stay open. Idempotent.
   *
   * @throws IllegalStateException if the calling thread must not use this now
   */
  @Override
  public void close() {
    checkThread();
    for (MessageSource<?> member : members) {
      SelectEntry entry = member.entry();
      if (entry != null && entry.list() == ready) {
        member.join(null);
      }
    }
    members.clear();
    current = null;
    source = null;
  }

  /** Adds a source of the loop whose select this is. The owner. */
  void join(MessageSource<?> added) {
    if (!isMember(added)) {
      members.add(added);
      added.join(new SelectEntry(added, ready));
    }
  }

  /**
   * Gives a new source, of which nobody knows yet, its place here. Any thread; {@link #admit}
   * follows on the selecting thread.
   */
  void reserve(MessageSource<?> source) {
    source.join(new SelectEntry(source, ready));
  }

  /** Counts a source whose place was reserved, unless it has been moved or removed since. */
  void admit(MessageSource<?> source) {
    if (isMember(source)) {
      members.add(source);
    }
  }

  private boolean isMember(MessageSource<?> source) {
    SelectEntry entry = source.entry();
    return entry != null && entry.list() == ready;
  }

  private int count() {
    // Those that were added to another select have left without a word.
    members.removeIf(member -> !isMember(member));
    return members.size();
  }

  /**
   * A thread that must not be here is told so, as far as it shows: no fence is spent on it. When
   * the server has ended, whoever is left may take what is left.
   */
  private void checkThread() {
    LoopRunner own = home;
    if (own != null && !own.isCurrent() && !own.isOver()) {
      throw own.notOwner("the select of a caller-run server");
    }
    Object other = WAITING.getOpaque(this);
    if (other != null) {
      throw new IllegalStateException(
          "the select is waited for by " + other + "; one thread at a time may use it");
    }
  }

  /** Says so if the server whose select this is has ended, now that nothing is left here. */
  private void checkOpen() {
    LoopRunner own = home;
    if (own != null && own.isOver()) {
      throw over();
    }
  }

  private static ChannelClosedException over() {
    return new ChannelClosedException(
        "the server that was run by this select is closed, and nothing is left in it", null);
  }

  private boolean takeWakeup() {
    LoopRunner driver = driving;
    return driver != null && driver.takeWakeup();
  }

  private int hand(MessageHandler<? super M> handler, int limit) {
    LoopRunner own = home;
    if (own == null) {
      return handAll(handler, limit);
    }
    boolean before = own.taking(true);
    try {
      return handAll(handler, limit);
    } finally {
      own.taking(before);
    }
  }

  private int handAll(MessageHandler<? super M> handler, int limit) {
    int n = 0;
    LoopRunner timed = home != null && home.isTimed() ? home : null;
    while (n < limit) {
      M message = next();
      if (message == null) {
        break;
      }
      n++;
      Receiver<?> from = source;
      assert from != null : "a message without a source";
      if (timed == null) {
        handler.onMessage(from, message);
      } else {
        long begun = System.nanoTime();
        handler.onMessage(from, message);
        timed.handled(from, begun);
      }
    }
    LoopRunner driver = driving;
    if (driver != null && n > 0) {
      driver.flush();
    }
    return n;
  }

  /** The next message, or null if no source has any. */
  private @Nullable M next() {
    while (true) {
      // Before anything else: what its source has put into the queue since comes behind it.
      M message = takeHandedOver();
      if (message != null) {
        return message;
      }
      SelectEntry member = current;
      if (member == null) {
        if (runIfDue()) {
          continue;
        }
        member = nextMember();
        if (member == null) {
          return null;
        }
      }
      if (member.isCancelled()) {
        current = null;
        continue;
      }
      message = turn > 0 ? take(member) : null;
      if (message != null) {
        turn--;
        return message;
      }
      endTurn(member);
    }
  }

  @SuppressWarnings("unchecked") // a member gives what may be given here, and Message always may
  private @Nullable M takeHandedOver() {
    LoopRunner driver = driving;
    if (driver == null) {
      return null;
    }
    PortMessage message = driver.takeHandedOver();
    if (message != null) {
      handedOver = true;
      source = message.port();
      sinceRun++;
    } else if (handedOver) {
      // That was a turn: what was sent meanwhile goes out.
      handedOver = false;
      driver.flush();
    }
    return (M) message;
  }

  private @Nullable SelectEntry nextMember() {
    SelectEntry member = ready.poll();
    current = member;
    turn = TURN;
    return member;
  }

  /** Runs a caller-run loop that has not been run for many messages, although there are more. */
  private boolean runIfDue() {
    if (sinceRun < MESSAGES_PER_RUN || !ready.isReady()) {
      return false;
    }
    // A thread that never has to wait has not been looked at before.
    bind();
    LoopRunner driver = driving;
    if (driver != null) {
      run(driver);
    } else {
      sinceRun = 0;
    }
    return true;
  }

  @SuppressWarnings("unchecked") // a member gives what may be given here, and Message always may
  private @Nullable M take(SelectEntry member) {
    MessageSource<?> from = member.source();
    Object message = from.poll();
    if (message != null) {
      source = member.receiver();
      sinceRun++;
      return (M) message;
    }
    if (!from.isDone()) {
      return null;
    }
    members.remove(from);
    from.join(null);
    if (from.tellsItsEnd()) {
      return null;
    }
    source = member.receiver();
    return (M) new Closed(member.receiver());
  }

  private void endTurn(SelectEntry member) {
    current = null;
    LoopRunner driver = driving;
    if (driver != null) {
      // What was sent while this source had its turn goes out as one.
      driver.flush();
    }
    if (!member.isCancelled()) {
      member.settle();
    }
  }

  private void run(LoopRunner driver) {
    sinceRun = 0;
    // In the midst of a turn nothing may be handed over: what is left of the turn came before it.
    driver.runOnce(current == null ? ready : Condition.NEVER);
  }

  /**
   * Blocks, or runs the loop, until there may be something.
   *
   * @param wakeable whether a wake-up of the loop ends it
   */
  private void park(Parker parking, long deadlineNanos, boolean timed, boolean wakeable)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    checkOpen();
    if (orphaned && count() == 0) {
      throw over();
    }
    sinceRun = 0;
    LoopRunner driver = driving;
    WAITING.setOpaque(this, Thread.currentThread());
    try {
      if (wakeable && driver != null) {
        driver.parkUntilWoken(ready, deadlineNanos, timed);
      } else {
        parking.park(ready, deadlineNanos, timed);
      }
    } finally {
      WAITING.setOpaque(this, null);
    }
    boolean received = ready.isReady() || (driver != null && driver.hasHandedOver());
    if (!received && Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** The parker of the thread that selects now: another thread may have taken over, or its loop. */
  @SuppressWarnings("ReferenceEquality") // one and the same parker is meant
  private Parker bind() {
    LoopRunner own = home;
    Parker bound = own != null && own.isCurrent() ? own : Parker.current();
    if (bound != parker) {
      orphaned = driving != null && !(bound instanceof LoopRunner);
      parker = bound;
      driving = bound instanceof LoopRunner driver ? driver : null;
      ready.parker(bound);
    }
    return bound;
  }

  private static MessageSource<?> source(Receiver<?> receiver) {
    if (receiver instanceof MessageSource<?> known) {
      return known;
    }
    throw new IllegalArgumentException(
        receiver.getClass().getName() + " is not a source of this engine; use a Channel for it");
  }
}
