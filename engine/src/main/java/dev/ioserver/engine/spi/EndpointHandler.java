package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;

/**
 * Hears what became of an {@link Endpoint}, on the thread that runs the transport.
 *
 * <p>Order: {@code onConnected} first, if at all; {@code onFailed} at most once; {@code onClosed}
 * once and last, after a close or a failure.
 */
public interface EndpointHandler {

  /**
   * A connection was accepted. The handler owns the descriptor: it gives it to {@link
   * Transport#adopt} or {@link Transport#discard}.
   *
   * @return whether more connections are welcome now; the same as {@code receiving}
   */
  boolean onAccepted(long descriptor);

  /**
   * Accepting failed for want of descriptors or memory; it is tried again by the transport when
   * {@link Endpoint#receiving(boolean)} is next turned on.
   */
  void onAcceptFailed(SystemCallException cause);

  /** The connection stands. */
  void onConnected();

  /**
   * Bytes have arrived. The handler retains the chunk if it keeps them beyond this call.
   *
   * @param chunk where they are
   * @param offset the first byte
   * @param length how many, 1 or more
   */
  void onReceived(Chunk chunk, int offset, int length);

  /** Bytes that were queued have been written. */
  void onSent(long bytes);

  /** The peer has sent its last byte. */
  void onPeerClosed();

  /** The endpoint failed and is closed; {@link #onClosed} follows. */
  void onFailed(SystemCallException cause);

  /** The endpoint is gone and its descriptor closed. */
  void onClosed();
}
