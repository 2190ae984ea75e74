package dev.ioserver.engine.arithmetic;

/** Ends the wait of a thread, again and again, since it may not have begun at the first time. */
final class Waker {

  /** When a wait is ended from outside. */
  static final long WAKE_MILLIS = 3;

  private final Thread waiting;
  private final RunningEngine running;
  private volatile boolean over;
  private volatile boolean woken;
  private Thread thread;

  Waker(Thread waiting, RunningEngine running) {
    this.waiting = waiting;
    this.running = running;
  }

  /** Wakes the thread from so much later on. */
  void begin(long afterMillis) {
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    long end = System.nanoTime() + afterMillis * 1_000_000;
                    while (!over) {
                      Thread.sleep(WAKE_MILLIS);
                      if (!over && end - System.nanoTime() <= 0) {
                        woken = true;
                        waiting.interrupt();
                        running.own.wakeup();
                        running.selector.registry().wakeup();
                      }
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  /** Wakes it no more. */
  void end() throws Exception {
    over = true;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // Its own.
      }
    }
    var _ = Thread.interrupted();
    // What was asked for and not used up must not end the next wait.
    running.own.pollNanos((_, _) -> {}, 1, 1);
    running.selector.selectNanos((_, _, _) -> {}, 0);
  }

  boolean hasWoken() {
    return woken;
  }
}
