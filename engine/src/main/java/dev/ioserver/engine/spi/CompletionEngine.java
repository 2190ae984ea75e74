package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;

/**
 * An engine whose kernel completes rather than notifies: io_uring, overlapped I/O. It implements
 * {@link Transport} itself, and nothing changes above. It has no raw selector, since there is no
 * readiness to select.
 *
 * <p>Thread-safety: any thread.
 */
public non-sealed interface CompletionEngine extends Engine {

  /**
   * Opens the transport of one loop.
   *
   * @param context what the transport may use of its loop
   * @return the transport, which the caller closes
   * @throws SystemCallException if the system refuses; nothing is left open then
   */
  Transport openTransport(TransportContext context) throws SystemCallException;
}
