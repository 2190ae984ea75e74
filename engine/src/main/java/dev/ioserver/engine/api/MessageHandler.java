package dev.ioserver.engine.api;

/** Takes messages in the callback form of {@code Select} and {@code IoServer}. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Called for each message, by the thread that polls. An exception ends that poll and reaches its
   * caller; the messages behind this one are kept.
   *
   * @param source where the message comes from
   * @param message the message; {@link Closed} when a channel in the select is closed and drained
   */
  void onMessage(Receiver<?> source, Object message);
}
