package dev.ioserver.engine.spi;

import dev.ioserver.engine.memory.Chunk;

/** A connection within a {@link Transport}. Belongs to the thread that runs the transport. */
public interface Stream extends Endpoint {

  /**
   * Keep receiving, or stop. Starts off. What was received before the stop is still delivered at
   * once.
   */
  void receiving(boolean on);

  /**
   * Queues a chunk to be written, from its read index to its write index. The transport owns the
   * reference from now on, and the memory until it is written. Chains are followed.
   */
  void send(Chunk chunk);

  /**
   * Writes what is queued, now or as soon as the kernel takes it. Without it nothing is written.
   */
  void flush();

  /** How many bytes are queued and not yet written. */
  long unsentBytes();

  /** Shuts down the output once all that was queued is written. Flushes. */
  void shutdownOutput();

  /**
   * Closes once all that was queued is written, then {@link StreamHandler#onClosed}. Flushes. What
   * arrives meanwhile is dropped.
   */
  void closeAfterFlush();

  /**
   * Closes now, then {@link StreamHandler#onClosed}, maybe within this call. Idempotent.
   *
   * @param reset whether the peer shall see a reset
   */
  void close(boolean reset);
}
