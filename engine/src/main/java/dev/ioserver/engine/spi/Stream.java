package dev.ioserver.engine.spi;

import dev.ioserver.engine.memory.Chunk;

/** A connection within a {@link Transport}. Belongs to the thread that runs the transport. */
public interface Stream extends Endpoint {

  /**
   * Keep receiving, or stop. Starts off. What was received before the stop is still delivered at
   * once.
   *
   * @param on whether it shall be on
   */
  void receiving(boolean on);

  /**
   * {@return whether it has read a little ahead while nobody received, and more waits behind that}
   * A handler may then keep what it has a moment longer, and begin to receive: the stream asks for
   * it with {@link StreamHandler#takeKept}, and delivers it with what follows.
   */
  default boolean readsOn() {
    return false;
  }

  /**
   * Queues a chunk to be written, from its read index to its write index. The transport owns the
   * reference from now on, and the memory until it is written. Chains are followed.
   *
   * @param chunk what is written
   */
  void send(Chunk chunk);

  /**
   * Writes what is queued, now or as soon as the kernel takes it. Without it nothing is written.
   */
  void flush();

  /** {@return how many bytes are queued and not yet written} */
  long unsentBytes();

  /** Shuts down the output once all that was queued is written. Flushes. */
  void shutdownOutput();

  /**
   * Closes once all that was queued is written and the peer has sent its end, or an error; then
   * {@link StreamHandler#onClosed}. Flushes. What arrives meanwhile is dropped: were the socket
   * closed before the peer is done, the peer's next byte would draw a reset, which throws away what
   * the peer has not read. A stream that never wrote anything does not wait for the peer. How long
   * it waits is the caller's to bound, by {@link #close}.
   */
  void closeAfterFlush();

  /**
   * Closes now, then {@link StreamHandler#onClosed}, maybe within this call. Idempotent.
   *
   * @param reset whether the peer shall see a reset
   */
  void close(boolean reset);
}
