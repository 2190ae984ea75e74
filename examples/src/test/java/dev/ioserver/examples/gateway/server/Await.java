package dev.ioserver.examples.gateway.server;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about. */
final class Await {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Await() {}

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new AssertionError("still not: " + what);
      }
      Thread.sleep(2);
    }
  }
}
