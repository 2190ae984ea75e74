package dev.ioserver.bsd;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Waker;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait in kevent from another thread; and the one place where the mechanism is chosen.
 *
 * <p>Thread-safety: {@link #wakeup()} from any thread, several at once. {@link #close()} once no
 * wake-up is under way; the engine waits for that, since the number may be another file's by then.
 */
abstract sealed class KqueueWaker implements Waker permits UserEventWaker, PipeWaker {

  /** The system property that forces a mechanism: "user" or "pipe". Read for each poller. */
  static final String PROPERTY = "ioserver.kqueue.waker";

  /**
   * Opens a waker that is registered with a kqueue: a user event where the kernel has them, which
   * is found out by waking once, otherwise a pipe.
   *
   * @param kq the kqueue, on which nobody waits yet
   */
  static KqueueWaker open(int kq) throws SystemCallException {
    return open(kq, System.getProperty(PROPERTY));
  }

  static KqueueWaker open(int kq, @Nullable String forced) throws SystemCallException {
    if (forced == null || !forced.equals(PipeWaker.NAME)) {
      KqueueWaker waker = UserEventWaker.open(kq);
      if (waker != null) {
        return waker;
      }
    }
    return PipeWaker.open(kq);
  }

  /** What it is, for people. */
  abstract String mechanism();

  /** The polling thread has seen the event of a wake-up. */
  abstract void woken();

  /** Gives back what it holds. Idempotent. */
  abstract void close();
}
