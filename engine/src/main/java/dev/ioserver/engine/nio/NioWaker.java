package dev.ioserver.engine.nio;

import dev.ioserver.engine.spi.Waker;
import java.nio.channels.Selector;

/**
 * Ends a select through {@link Selector#wakeup()}, and remembers that it was asked to.
 *
 * <p>Why it remembers: {@code selectNow} swallows a wake-up, and the poller has to call it between
 * polls to make java.nio let go of closed channels. The flag outlives that.
 *
 * <p>Thread-safety: {@link #wakeup()} any thread; the rest belongs to the poller's.
 */
final class NioWaker implements Waker {
  private final Selector selector;

  /**
   * Set (volatile) by any thread before it wakes the selector; cleared by the poller after a poll.
   */
  private volatile boolean pending;

  NioWaker(Selector selector) {
    this.selector = selector;
  }

  @Override
  public int wakeup() {
    // In this order: a poller that swallowed the selector's wake-up sees the flag.
    pending = true;
    selector.wakeup();
    return 0;
  }

  /** Whether the next poll must not block. */
  boolean isPending() {
    return pending;
  }

  /** Called when a poll is about to return: it is the one that was to return. */
  void clear() {
    // Mostly unset: reading leaves the line shared with the threads that wake.
    if (pending) {
      pending = false;
    }
  }
}
