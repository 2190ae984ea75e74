package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import java.net.SocketAddress;

/**
 * Hears what becomes of an {@link Acceptor}, on the thread that runs the transport.
 *
 * <p>Order: {@code onFailed} at most once; {@code onClosed} once and last, after a close or a
 * failure.
 */
public interface AcceptHandler {

  /**
   * A connection was accepted. The handler owns the descriptor: it gives it to {@link
   * Transport#adopt} or {@link Transport#discard}.
   *
   * @param descriptor the system's number for the new socket
   * @param peer the address that the accept brought
   * @return whether more connections are welcome now; the same as {@link Acceptor#accepting}
   */
  boolean onAccepted(long descriptor, SocketAddress peer);

  /**
   * Accepting failed for want of descriptors or memory. It is tried again when {@link
   * Acceptor#accepting(boolean)} is next turned on.
   *
   * @param cause why it failed
   */
  void onAcceptFailed(SystemCallException cause);

  /**
   * The acceptor failed and is closed; {@link #onClosed} follows.
   *
   * @param cause why it failed
   */
  void onFailed(SystemCallException cause);

  /** The acceptor is gone and its descriptor closed. */
  void onClosed();
}
