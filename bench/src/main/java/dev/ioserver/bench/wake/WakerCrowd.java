package dev.ioserver.bench.wake;

import dev.ioserver.bench.peer.Threads;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Further wakers, each with a thread of its own, which wake a target at the same moment as the one
 * that measures. They spin while they wait for that moment: a waker that slept would come late.
 *
 * <p>Thread-safety: one thread uses it.
 */
final class WakerCrowd implements AutoCloseable {

  private final WakeTarget target;
  private final Thread[] threads;

  /** With fewer processors than threads that spin, those that wait must let the others run. */
  private final boolean yielding;

  /** How often the signal was given. The user: volatile store. Wakers: volatile load. */
  private final AtomicLong signals = new AtomicLong();

  /** How many wakes were made. Wakers: atomic increment. The user: volatile load. */
  private final AtomicLong wakes = new AtomicLong();

  private volatile boolean stopped;

  WakerCrowd(WakeTarget target, int wakers) {
    this.target = target;
    threads = new Thread[wakers];
    // These, the one that measures, and the target.
    yielding = Runtime.getRuntime().availableProcessors() < wakers + 2;
    for (int i = 0; i < wakers; i++) {
      threads[i] = new Thread(this::run, "waker-" + i);
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  /** Gives the signal: each of them wakes the target once. */
  void signal() {
    if (threads.length > 0) {
      signals.incrementAndGet();
    }
  }

  /** Waits until all of them have done so. */
  void await() {
    long wanted = signals.get() * threads.length;
    while (wakes.get() != wanted) {
      pause();
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      Threads.join(thread);
    }
  }

  private void run() {
    long seen = 0;
    while (!stopped) {
      if (signals.get() == seen) {
        pause();
      } else {
        seen++;
        target.wake();
        wakes.incrementAndGet();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is what has to be asked for a turn
  private void pause() {
    if (yielding) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }
}
