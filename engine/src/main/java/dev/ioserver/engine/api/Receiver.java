package dev.ioserver.engine.api;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a channel. A {@link Channel} is one, and so are a {@link Port}, a {@link
 * DatagramPort}, a {@link Listener}, a {@link Timer} and a {@link Watch}; a {@code Select} waits
 * for any mix of them.
 *
 * <p>Thread-safety: one thread receives at a time. It may be a different one later if the hand-over
 * is ordered by other means. A thread that begins to wait while another one waits here gets an
 * {@link IllegalStateException} that names the other. While a receiver belongs to a {@code Select}
 * it is received from through that only. Platform threads and virtual threads may both receive and
 * block.
 *
 * <p>There are six kinds and no others: the engine has to know how to wake whoever waits. Something
 * else that is to be received from sends into a {@link Channel}.
 *
 * @param <T> what is received
 */
public sealed interface Receiver<T> extends AutoCloseable
    permits Channel, Port, DatagramPort, Listener, Timer, Watch {

  /**
   * Receives the next message, waiting as long as it takes. On the thread of a caller-run loop the
   * wait runs that loop and blocks in the kernel's poller itself.
   *
   * @return the message
   * @throws ChannelClosedException if this is closed and all that was sent before has been received
   * @throws InterruptedException if the thread is interrupted while waiting. A thread that is
   *     blocked in the kernel's poller of its own caller-run loop notices an interrupt when that
   *     wait ends
   */
  T receive() throws InterruptedException;

  /**
   * Receives the next message, waiting for a limited time.
   *
   * @param timeout the longest wait; 0 or less does not wait; any length is allowed, and beyond 146
   *     years counts as that
   * @return the message, or null if none came in time
   * @throws ChannelClosedException if this is closed and all that was sent before has been received
   * @throws InterruptedException as for {@link #receive()}
   */
  @Nullable T receive(Duration timeout) throws InterruptedException;

  /**
   * Receives a message if there is one now.
   *
   * @return the message, or null if there is none now
   * @throws ChannelClosedException if this is closed and all that was sent before has been received
   */
  @Nullable T tryReceive();

  /**
   * Hands the messages that are here now to a handler, without waiting and without allocating.
   *
   * @param handler is given each message
   * @param limit the most messages to hand over; 0 or less hands over none
   * @return how many were handed over; 0 also when this is done
   */
  int drain(Consumer<? super T> handler, int limit);

  /** {@return whether this is closed and everything that was sent before has been received} */
  boolean isDone();

  /** Ends receiving and sending, see the implementation. Idempotent; any thread; does not wait. */
  @Override
  void close();
}
