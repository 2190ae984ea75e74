package dev.ioserver.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that come and go all the time, and that nothing may happen to. */
final class FailingLoad implements AutoCloseable {

  private static final int LOAD_THREADS = 4;

  private final FailingRun run;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean paused;
  private volatile boolean over;

  FailingLoad(FailingRun run) {
    this.run = run;
    for (int i = 0; i < LOAD_THREADS; i++) {
      long own = run.seed + i;
      threads.add(Thread.ofPlatform().start(() -> go(new Random(own))));
    }
  }

  private void go(Random random) {
    while (!over) {
      busy.incrementAndGet();
      if (!paused) {
        run.attempt("a connection beside", () -> converse(random));
      }
      busy.decrementAndGet();
      try {
        // Each connection leaves a port in TIME_WAIT: there are not that many.
        Thread.sleep(10);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void converse(Random random) throws Exception {
    try (CheckedEcho peer = CheckedEcho.bound(random.nextLong())) {
      FailingProcess.End end = run.process.fresh("port " + peer.localPort());
      peer.connect(run.listener);
      for (int i = random.nextInt(40); i >= 0 && !paused; i--) {
        peer.exchange(1 + random.nextInt(3_000));
        Thread.sleep(1);
      }
      peer.finish();
      if (!end.comes() || !end.failures.isEmpty()) {
        throw new AssertionError("its port was not closed, or said " + end.failures);
      }
    }
  }

  void pause() throws InterruptedException {
    paused = true;
    while (busy.get() > 0) {
      Thread.sleep(1);
    }
  }

  void goOn() {
    paused = false;
  }

  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
