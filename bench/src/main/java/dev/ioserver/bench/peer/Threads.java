package dev.ioserver.bench.peer;

/** What is needed of threads. */
public final class Threads {

  private Threads() {}

  /** Waits for the end of a thread; an interrupt is kept for later. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
