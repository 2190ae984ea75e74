package dev.ioserver.engine.loop;

import dev.ioserver.engine.park.DrivingParker;
import dev.ioserver.engine.spi.Condition;

/** The parker of the thread that owns a caller-run loop: to park is to run the loop. */
final class LoopParker implements DrivingParker {

  private final EventLoop loop;

  LoopParker(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public void park(Condition condition, long deadlineNanos, boolean timed) {
    loop.cycle(condition, deadlineNanos, timed ? EventLoop.UNTIL : EventLoop.FOREVER);
  }

  @Override
  public void unpark() {
    // The owner is awake: it looks at its sources before it waits.
    if (!loop.isOwner()) {
      loop.unpark();
    }
  }

  @Override
  public void flush() {
    if (loop.isOwner()) {
      loop.flush();
    }
  }

  @Override
  public void runOnce() {
    if (loop.isOwner()) {
      loop.cycle(Condition.NEVER, 0, EventLoop.NOW);
    }
  }

  @Override
  public boolean isCurrent() {
    return loop.isOwner() && !loop.isTerminated();
  }
}
