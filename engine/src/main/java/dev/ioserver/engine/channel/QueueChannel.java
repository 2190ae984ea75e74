package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Durations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.QueueProgressIndicators;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * A channel within the process.
 *
 * <p>Closing is exact: {@code close} marks the channel closed, fences, and then notes how many
 * messages the queue has taken; the receiver ends there. A sender looks at the mark again after it
 * has put its message into the queue and fenced: if it is not closed then, its message was counted.
 *
 * @param <T> what is sent
 */
public final class QueueChannel<T> extends MessageSource<T> implements Channel<T> {

  /** Not closed: no number of messages reaches this. */
  private static final long OPEN = Long.MAX_VALUE;

  private static final int CHUNK = 1024;

  /** The greatest power of two. */
  private static final int MOST = 1 << 30;

  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(QueueChannel.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final QueueProgressIndicators progress;
  private final int capacity;
  private final SenderWaiters waiters = new SenderWaiters();

  /** Closed for senders. Closer: CAS. Senders: volatile load, once more after the offer. */
  private volatile boolean closed;

  /** The number of messages that come before the end; set once, after {@link #closed}. */
  private volatile long end = OPEN;

  private QueueChannel(MessagePassingQueue<T> queue, int capacity) {
    super(queue);
    this.progress = (QueueProgressIndicators) queue;
    this.capacity = capacity;
  }

  /** As the factory of the same name says. */
  public static <T> QueueChannel<T> mpsc(int capacity) {
    // The array of a multi-producer queue has two elements at least.
    var queue = new MpscVarHandleArrayQueue<T>(Math.max(2, checked(capacity)));
    return new QueueChannel<>(queue, queue.capacity());
  }

  /** As the factory of the same name says. */
  public static <T> QueueChannel<T> mpscUnbounded() {
    return new QueueChannel<>(new MpscUnboundedVarHandleArrayQueue<>(CHUNK), Integer.MAX_VALUE);
  }

  /** As the factory of the same name says. */
  public static <T> QueueChannel<T> spsc(int capacity) {
    // The array of a single-producer queue has four elements at least.
    var queue = new SpscVarHandleArrayQueue<T>(Math.max(4, checked(capacity)));
    return new QueueChannel<>(queue, queue.capacity());
  }

  /** As the factory of the same name says. */
  public static <T> QueueChannel<T> spscUnbounded() {
    return new QueueChannel<>(new SpscUnboundedVarHandleArrayQueue<>(CHUNK), Integer.MAX_VALUE);
  }

  @Override
  public boolean trySend(T message) {
    Objects.requireNonNull(message, "message");
    if (closed) {
      throw closedException();
    }
    if (!queue.offer(message)) {
      return false;
    }
    VarHandle.fullFence();
    if (closed) {
      // The close came at the same time. The message may have been counted or not.
      signalFenced();
      throw closedException();
    }
    signalFenced();
    return true;
  }

  @Override
  public void send(T message) throws InterruptedException {
    if (!trySend(message)) {
      waiters.send(() -> trySend(message), 0, false);
    }
  }

  @Override
  public boolean send(T message, Duration timeout) throws InterruptedException {
    long nanos = Durations.nanos(timeout);
    if (trySend(message)) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    return waiters.send(() -> trySend(message), Durations.deadline(nanos), true);
  }

  @Override
  public void close() {
    if (CLOSED.compareAndSet(this, false, true)) {
      VarHandle.fullFence();
      end = progress.currentProducerIndex();
      signal();
      waiters.wakeAll();
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int size() {
    return queue.size();
  }

  @Override
  public boolean isDone() {
    return progress.currentConsumerIndex() >= end;
  }

  @Override
  public String toString() {
    String bound = capacity == Integer.MAX_VALUE ? "unbounded" : "of " + capacity;
    return "channel " + bound + "@" + Integer.toHexString(System.identityHashCode(this));
  }

  /** What came after the close was noted has been refused to its sender, and is not received. */
  @Override
  protected boolean isPastEnd() {
    return isDone();
  }

  @Override
  public boolean tellsItsEnd() {
    return false;
  }

  @Override
  protected boolean isEnded() {
    return end != OPEN;
  }

  @Override
  protected boolean afterTake(T message) {
    if (capacity != Integer.MAX_VALUE) {
      VarHandle.fullFence();
      if (waiters.mayWait()) {
        waiters.wakeAll();
      }
    }
    return true;
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException("the channel is closed", null);
  }

  private static int checked(int capacity) {
    if (capacity < 1 || capacity > MOST) {
      throw new IllegalArgumentException(
          "capacity is "
              + capacity
              + "; it must be 1 to "
              + MOST
              + "; or use an unbounded channel");
    }
    return capacity;
  }
}
