package dev.ioserver.engine.park;

import dev.ioserver.engine.api.Condition;
import org.jspecify.annotations.Nullable;

/**
 * How a thread waits and how others end its wait. There are two: {@link ThreadParker} blocks in
 * {@code LockSupport.park}, for threads that own no poller, virtual threads among them; a loop's
 * parker runs the loop, and blocks in the kernel's poller.
 */
public interface Parker {

  /**
   * Blocks until the condition is ready, the deadline has passed, the thread is interrupted, or for
   * no reason at all. The caller looks at its condition and the clock in a loop. The interrupt
   * status is left as it is. For the parker's own thread.
   *
   * @param condition made ready by threads that publish, fence, and then call {@link #unpark()}
   * @param deadlineNanos on the clock of {@link System#nanoTime()}; used if {@code timed}
   * @param timed whether there is a deadline
   */
  void park(Condition condition, long deadlineNanos, boolean timed);

  /**
   * Wakes the thread if it is parked. The caller has published its reason before, and a full fence
   * stands between that and this call. Any thread.
   */
  void unpark();

  /**
   * The parker of the current thread: that of the caller-run loop that it owns, else one that
   * blocks in {@code LockSupport.park}.
   */
  static Parker current() {
    return CurrentParker.get();
  }

  /** Makes a loop's parker the current one of this thread, or with null undoes it. */
  static void bind(@Nullable Parker parker) {
    CurrentParker.bind(parker);
  }
}
