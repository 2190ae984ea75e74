package dev.ioserver.engine.park;

import dev.ioserver.engine.api.Condition;
import java.util.concurrent.locks.LockSupport;

/** The parker of a thread without a poller, platform or virtual: blocks in {@link LockSupport}. */
final class ThreadParker extends ParkState implements Parker {

  private final Thread thread;

  ThreadParker(Thread thread) {
    this.thread = thread;
  }

  @Override
  public void park(Condition condition, long deadlineNanos, boolean timed) {
    assert Thread.currentThread() == thread : "parked by a thread that is not its own";
    announce();
    try {
      // LockSupport may return for no reason, and may hold a permit from an earlier wake.
      while (!condition.isReady() && isParked() && !Thread.currentThread().isInterrupted()) {
        if (!timed) {
          LockSupport.park(this);
          continue;
        }
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      leave();
    }
  }

  @Override
  public String toString() {
    return thread.toString();
  }

  @Override
  void wake() {
    LockSupport.unpark(thread);
  }
}
