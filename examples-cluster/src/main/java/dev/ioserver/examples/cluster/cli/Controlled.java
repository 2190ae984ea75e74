package dev.ioserver.examples.cluster.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How a process is asked to end: by a signal, or by the end of its input if another process
 * controls it. The JVM stays until what was running has been closed.
 */
final class Controlled implements AutoCloseable {

  private static final long MOST_SECONDS = 8;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "stop-signal");

  Controlled() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Takes commands from the input, line by line; its end asks the process to end. */
  void readCommands(Consumer<String> commands, Runnable stop) {
    Thread.ofPlatform()
        .name("commands")
        .daemon()
        .start(
            () -> {
              try (BufferedReader input =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                  commands.accept(line);
                }
              } catch (IOException e) {
                // As good as its end.
              }
              asked.countDown();
              stop.run();
            });
  }

  /** Waits to be asked, for a limited time. */
  boolean await(long seconds) throws InterruptedException {
    return asked.await(seconds, TimeUnit.SECONDS);
  }

  /** Runs on the signal, as well as the end of {@link #await}. */
  void onStop(Runnable stop) {
    Thread.ofPlatform()
        .name("stop")
        .daemon()
        .start(
            () -> {
              try {
                asked.await();
                stop.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going already; that is why we are here.
    }
  }

  private void onSignal() {
    asked.countDown();
    try {
      if (!closed.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("ioserver: not finished after " + MOST_SECONDS + " s, giving up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
