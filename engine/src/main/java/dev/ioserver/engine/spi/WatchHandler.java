package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;

/**
 * Hears what becomes of a {@link Watcher}, on the thread that runs the transport.
 *
 * <p>Order: {@code onFailed} at most once; {@code onClosed} once and last, after a close or a
 * failure.
 */
public interface WatchHandler {

  /**
   * The descriptor is ready.
   *
   * @param readiness bits of {@link dev.ioserver.engine.api.Interest}
   */
  void onReady(int readiness);

  /**
   * The descriptor cannot be watched; {@link #onClosed} follows.
   *
   * @param cause why not, with the remedy
   */
  void onFailed(SystemCallException cause);

  /** It is over: the kernel does not watch the descriptor for this any more. */
  void onClosed();
}
