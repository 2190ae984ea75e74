package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Threads;
import java.util.concurrent.CountDownLatch;

/** A target with a thread of its own, which waits in one place. */
abstract class ThreadTarget extends WakeTarget {

  private final Thread thread = new Thread(this::run, "target");
  private final CountDownLatch running = new CountDownLatch(1);
  private volatile Mode mode = Mode.PARKING;

  /** Begins; the target's thread. */
  void open() throws Exception {
    // Nothing to be done on that thread as a rule.
  }

  /** Waits until woken, or once in a while for no reason. */
  abstract void block() throws Exception;

  /** Goes round once without waiting. */
  abstract void pass() throws Exception;

  /** Ends; the target's thread. */
  abstract void release() throws Exception;

  final Thread thread() {
    return thread;
  }

  @Override
  final void start(Mode wanted) throws InterruptedException {
    mode = wanted;
    thread.setDaemon(true);
    thread.start();
    running.await();
  }

  @Override
  public final void close() {
    stop();
    // No peer loses a wake that comes before the wait.
    wake();
    Threads.join(thread);
  }

  private void run() {
    try {
      open();
      running.countDown();
      while (!isStopped()) {
        switch (mode) {
          case CYCLING -> pass();
          case PARKING -> {
            block();
            ran();
          }
          case BUSY -> Thread.onSpinWait();
        }
      }
      release();
    } catch (Exception e) {
      throw new IllegalStateException("the target failed", e);
    }
  }
}
