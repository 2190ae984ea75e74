package dev.ioserver.bench.wake;

import java.util.concurrent.locks.LockSupport;

/** A thread that parks. While it is awake a wake leaves it a permit. */
final class ParkTarget extends ThreadTarget {

  @Override
  void wake() {
    LockSupport.unpark(thread());
  }

  @Override
  void block() {
    LockSupport.park(this);
  }

  @Override
  void pass() {
    Thread.onSpinWait();
  }

  @Override
  void release() {
    // It holds nothing.
  }
}
