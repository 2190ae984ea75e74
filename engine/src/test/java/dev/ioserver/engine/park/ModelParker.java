package dev.ioserver.engine.park;

import dev.ioserver.engine.api.Condition;

/**
 * A parker for model checking. It sleeps by spinning, so that the checker sees every step of it,
 * and it looks at its condition once only: a wake-up that is lost is a thread that never ends.
 */
public final class ModelParker extends ParkState implements Parker {

  private volatile boolean woken;

  private ModelParker() {}

  /** Makes a new one the calling thread's. */
  public static void bind() {
    Parker.bind(new ModelParker());
  }

  @Override
  public void park(Condition condition, long deadlineNanos, boolean timed) {
    woken = false;
    announce();
    if (!condition.isReady()) {
      while (!woken) {
        Thread.onSpinWait();
      }
    }
    leave();
  }

  @Override
  void wake() {
    woken = true;
  }
}
