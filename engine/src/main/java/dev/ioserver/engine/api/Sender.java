package dev.ioserver.engine.api;

import java.time.Duration;

/**
 * The sending half of a channel. A {@link Channel} is one, and so is a {@link Port}: code written
 * against this interface does not know whether its messages go to another thread or down a socket.
 *
 * <p>Thread-safety: any number of threads may send at the same time unless the implementation says
 * otherwise (a single-producer channel does).
 *
 * @param <T> what is sent
 */
public interface Sender<T> extends AutoCloseable {

  /**
   * Sends without waiting.
   *
   * @param message what is sent
   * @return true if the message was taken; false if there is no room now (a full channel, a port
   *     over its high watermark), in which case nothing of it was taken
   * @throws ChannelClosedException if this sender is closed
   */
  boolean trySend(T message);

  /**
   * Sends, waiting for room as long as it takes. On the thread of a caller-run loop the wait runs
   * that loop, so that room can come about.
   *
   * @param message what is sent
   * @throws ChannelClosedException if this sender is closed, before or while waiting
   * @throws InterruptedException if the thread is interrupted while waiting; nothing was sent
   */
  void send(T message) throws InterruptedException;

  /**
   * Sends, waiting for room for a limited time.
   *
   * @param message what is sent
   * @param timeout the longest wait; 0 or less does not wait; any length is allowed, and beyond 146
   *     years counts as that
   * @return false if there was no room in time; nothing was sent
   * @throws ChannelClosedException if this sender is closed, before or while waiting
   * @throws InterruptedException if the thread is interrupted while waiting; nothing was sent
   */
  boolean send(T message, Duration timeout) throws InterruptedException;

  /** {@return whether sending is over for good, by {@link #close()} or by a failure} */
  boolean isClosed();

  /** Ends sending. What was sent before still arrives. Idempotent; any thread; does not wait. */
  @Override
  void close();
}
