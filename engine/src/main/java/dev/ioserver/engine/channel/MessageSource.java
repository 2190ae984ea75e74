package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.park.Parker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A receiver over a JCTools queue. Producers put messages into the queue and call {@link
 * #signal()}; that wakes whoever waits, directly or through a select.
 *
 * <p>Each subclass implements one of the kinds of {@link Receiver}, whose methods are here. This
 * class cannot say so itself: a receiver is sealed.
 *
 * @param <T> what is received
 */
public abstract class MessageSource<T> implements Condition {

  private static final VarHandle PARKER;
  private static final VarHandle ENTRY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PARKER = lookup.findVarHandle(MessageSource.class, "parker", Parker.class);
      ENTRY = lookup.findVarHandle(MessageSource.class, "entry", SelectEntry.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The messages, from whoever produces them to the receiving thread. */
  protected final MessagePassingQueue<T> queue;

  /**
   * Who is blocked here, or null. Receiver: CAS from null, release store of null. Producers:
   * acquire load after a fence.
   */
  @SuppressWarnings("unused") // through PARKER
  private @Nullable Parker parker;

  /** The select this belongs to, or null. Receiver: volatile store. Producers: acquire load. */
  @SuppressWarnings("unused") // through ENTRY
  private @Nullable SelectEntry entry;

  /**
   * The last message, Closed, was taken; the producer may be about to say that it was the last. The
   * receiving thread's.
   */
  private boolean lastTaken;

  /** A source over a queue. Producers and receiver agree on its kind. */
  protected MessageSource(MessagePassingQueue<T> queue) {
    this.queue = queue;
  }

  /** Whether no more messages will come into the queue. What is in it is still received. */
  protected abstract boolean isEnded();

  /** The receiving thread comes for the next message; before it looks into the queue. */
  protected void beforeTake() {
    // As a rule the queue has all that there is.
  }

  /** Whether what is in the queue now must not be received. */
  protected boolean isPastEnd() {
    return false;
  }

  /** A message that was taken past the queue is about to be put into it; see {@link #putFirst}. */
  protected void beforePutFirst(T message) {
    // As a rule nobody counts them.
  }

  /**
   * A message was taken from the queue; the receiving thread.
   *
   * @return whether to give it out; false if what it says does not hold any more
   */
  protected abstract boolean afterTake(T message);

  /** The exception for receiving from this after its end. */
  protected abstract ChannelClosedException closedException();

  /**
   * Whether the end of this shows as a message in the queue (ports), or must be told (channels).
   */
  public abstract boolean tellsItsEnd();

  /**
   * Tells whoever waits that there is something. Producers call it after they have published.
   *
   * <p>A loop calls it too where the select is its own thread's: another thread may wait for the
   * same source meanwhile, or take the select over at this very moment.
   */
  protected final void signal() {
    VarHandle.fullFence();
    signalFenced();
  }

  /** As {@link #signal()}, for callers that have fenced since they published. */
  protected final void signalFenced() {
    SelectEntry member = (SelectEntry) ENTRY.getAcquire(this);
    if (member != null) {
      member.raise();
    }
    Parker waiting = (Parker) PARKER.getAcquire(this);
    if (waiting != null) {
      waiting.unpark();
    }
  }

  /** See {@link Receiver#receive()}. */
  public final T receive() throws InterruptedException {
    T message = tryReceive();
    while (message == null) {
      await(this, 0, false);
      message = tryReceive();
    }
    return message;
  }

  /** See {@link Receiver#receive(Duration)}. */
  public final @Nullable T receive(Duration timeout) throws InterruptedException {
    long nanos = Durations.nanos(timeout);
    T message = tryReceive();
    if (message != null || nanos <= 0) {
      return message;
    }
    long deadline = Durations.deadline(nanos);
    // Again while there is time: what woke this may have been a message that holds no more.
    while (message == null && await(this, deadline, true)) {
      message = tryReceive();
    }
    return message;
  }

  /** See {@link Receiver#tryReceive()}. */
  public final @Nullable T tryReceive() {
    T message = poll();
    if (message == null && isDone()) {
      throw closedException();
    }
    return message;
  }

  /** See {@link Receiver#drain(Consumer, int)}. */
  public final int drain(Consumer<? super T> handler, int limit) {
    int n = 0;
    while (n < limit) {
      T message = poll();
      if (message == null) {
        break;
      }
      n++;
      handler.accept(message);
    }
    return n;
  }

  /** See {@link Receiver#isDone()}. */
  public boolean isDone() {
    // In this order: nothing comes into the queue after the end.
    return lastTaken || (isEnded() && queue.isEmpty());
  }

  /** Whether the receiving thread has something to look at: a message, or the end. */
  @Override
  public boolean isReady() {
    return !queue.isEmpty() || isEnded();
  }

  /** The next message, or null. The receiving thread, or its select. */
  public final @Nullable T poll() {
    beforeTake();
    T message = isPastEnd() ? null : queue.poll();
    while (message != null && !afterTake(message)) {
      message = queue.poll();
    }
    if (message instanceof Closed) {
      lastTaken = true;
    }
    return message;
  }

  /** Puts a message before all others, and says so. For a thread that produces and receives. */
  public final void putFirst(T message) {
    beforePutFirst(message);
    int others = queue.size();
    queue.offer(message);
    for (int i = 0; i < others; i++) {
      queue.offer(queue.poll());
    }
    signal();
  }

  /** This as its users know it. */
  public final Receiver<?> receiver() {
    return (Receiver<?>) this;
  }

  /** Whether this is a member of the select that a list of ready sources belongs to. */
  public final boolean isMemberOf(Condition list) {
    SelectEntry member = entry();
    return member != null && member.list() == list;
  }

  /** Makes this a member of a select, or with null of none. The receiving thread. */
  public final void join(@Nullable SelectEntry member) {
    SelectEntry before = (SelectEntry) ENTRY.getAndSet(this, member);
    if (before != null && before != member) {
      before.cancel();
    }
    VarHandle.fullFence();
    if (member != null && isReady()) {
      member.raise();
    }
  }

  /** Its entry in a select, or null. */
  public final @Nullable SelectEntry entry() {
    return (SelectEntry) ENTRY.getAcquire(this);
  }

  /**
   * Blocks until a condition is ready that {@link #signal()} announces.
   *
   * @return whether it is ready; false after the deadline
   * @throws InterruptedException if the thread is interrupted and the condition is not ready
   * @throws IllegalStateException if another thread waits here
   */
  protected final boolean await(Condition condition, long deadlineNanos, boolean timed)
      throws InterruptedException {
    Parker current = Parker.current();
    Parker other = (Parker) PARKER.compareAndExchange(this, null, current);
    if (other != null) {
      throw new IllegalStateException(
          this + " is waited for by " + other + "; one thread at a time may receive from it");
    }
    try {
      while (!condition.isReady()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (timed && deadlineNanos - System.nanoTime() <= 0) {
          return false;
        }
        current.park(condition, deadlineNanos, timed);
      }
      return true;
    } finally {
      // Plain would do: a producer that still sees the parker wakes a thread that does not sleep.
      PARKER.setRelease(this, null);
    }
  }
}
