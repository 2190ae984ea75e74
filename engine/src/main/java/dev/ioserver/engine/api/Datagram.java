package dev.ioserver.engine.api;

/**
 * A datagram that has arrived, as a message.
 *
 * <p>The memory is pooled and counted, as that of {@link Data}. Whoever receives the message owns
 * one reference and must {@link #release()} it once; after the last release the bytes belong to
 * somebody else and must not be touched. The message object itself is reused too.
 *
 * <p>Thread-safety: one thread reads a message at a time; it may be handed to another thread by any
 * ordered means, and released there.
 */
public non-sealed interface Datagram extends DatagramMessage, ReceivedDatagram {

  /** The port that it came to. */
  @Override
  DatagramPort port();

  /**
   * Takes one more reference, which wants one more {@link #release()}. Any thread that holds one.
   *
   * @return this message
   */
  Datagram retain();

  /**
   * Gives one reference back. Any thread.
   *
   * @throws IllegalStateException if there is none left to give back
   */
  void release();
}
