package dev.ioserver.engine.api;

/**
 * An in-process channel: a JCTools queue plus the parker of whoever receives from it. Sending costs
 * no system call unless the receiver is parked, and no allocation.
 *
 * <p>Order: what one thread sends is received in that order. Visibility: what a thread did before
 * sending is seen by the thread that receives.
 *
 * <p>After {@link #close()} senders get {@link ChannelClosedException}, and the receiver still gets
 * whatever was sent before; a send that returned true is never lost.
 *
 * {@snippet file="dev/ioserver/engine/snippets/ChannelSnippetTest.java" region="channel"}
 *
 * <p>Whoever waits may say for how long:
 *
 * {@snippet file="dev/ioserver/engine/snippets/ChannelSnippetTest.java" region="waiting"}
 *
 * <p>Thread-safety: senders as the factory in {@code Channels} says; one thread receives at a time.
 *
 * @param <T> what is sent; never null
 */
public non-sealed interface Channel<T> extends Sender<T>, Receiver<T> {

  /**
   * {@return the most messages that can wait, or {@link Integer#MAX_VALUE} for an unbounded
   * channel}
   */
  int capacity();

  /** {@return how many messages wait now; a guess as soon as it is returned} Any thread. */
  int size();
}
