package dev.ioserver.engine.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripedCounterTest {

  private static final int EACH = 10_000;

  private final StripedCounter counter = new StripedCounter();

  @Test
  void itBeginsAtNothing() {
    assertEquals(0, counter.get());
  }

  /** More threads than cells: some own one, some come too late, and none is lost. */
  @Test
  void itIsExactWithMoreThreadsThanCells() throws InterruptedException {
    int threads = 50;
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      writers.add(
          i % 2 == 0
              ? Thread.ofPlatform().start(this::count)
              : Thread.startVirtualThread(this::count));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals((long) threads * EACH, counter.get());
  }

  @Test
  void whatAThreadCountedStaysCountedWhenItHasEnded() throws InterruptedException {
    for (int i = 1; i <= 40; i++) {
      Thread.ofPlatform().start(this::count).join();
      assertEquals((long) i * EACH, counter.get());
    }
  }

  private void count() {
    for (int i = 0; i < EACH; i++) {
      counter.increment();
    }
  }
}
