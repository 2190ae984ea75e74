package dev.ioserver.engine.api;

/**
 * Takes messages in the callback form of {@code Select} and {@code IoServer}.
 *
 * @param <M> what it takes: {@link Message}, or {@link Object} where channels in the select carry
 *     messages of other types
 */
@FunctionalInterface
public interface MessageHandler<M> {

  /**
   * Called for each message, by the thread that polls. An exception ends that poll and reaches its
   * caller; the messages behind this one are kept.
   *
   * @param source where the message comes from
   * @param message the message; {@link Closed} when a channel in the select is closed and drained
   */
  void onMessage(Receiver<?> source, M message);
}
