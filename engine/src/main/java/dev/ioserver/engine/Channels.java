package dev.ioserver.engine;

import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.channel.QueueChannel;

/**
 * Makes channels within the process.
 *
 * <p>Thread-safety: any thread.
 */
public final class Channels {

  private Channels() {}

  /**
   * {@return a bounded channel for many sending threads and one receiver}
   *
   * @param <T> the type of the messages
   * @param capacity 1 to 1,073,741,824; rounded up to a power of two, for which there is room at
   *     once
   * @throws IllegalArgumentException if it is out of range
   */
  public static <T> Channel<T> mpsc(int capacity) {
    return QueueChannel.mpsc(capacity);
  }

  /**
   * {@return an unbounded channel for many sending threads and one receiver; memory is the only
   * bound}
   *
   * @param <T> the type of the messages
   */
  public static <T> Channel<T> mpscUnbounded() {
    return QueueChannel.mpscUnbounded();
  }

  /**
   * {@return a bounded channel for one sending thread and one receiver}
   *
   * @param <T> the type of the messages
   * @param capacity 1 to 1,073,741,824; rounded up to a power of two, for which there is room at
   *     once
   * @throws IllegalArgumentException if it is out of range
   */
  public static <T> Channel<T> spsc(int capacity) {
    return QueueChannel.spsc(capacity);
  }

  /**
   * {@return an unbounded channel for one sending thread and one receiver; memory is the only
   * bound}
   *
   * @param <T> the type of the messages
   */
  public static <T> Channel<T> spscUnbounded() {
    return QueueChannel.spscUnbounded();
  }
}
