package dev.ioserver.examples.cli;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work on a thread of its own, and what comes of it.
 *
 * @param <T> what comes of it
 */
final class Background<T> {

  /** Work that may fail. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Thread thread;

  Background(String name, Work<T> work) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    result.complete(work.run());
                  } catch (IOException | InterruptedException | RuntimeException | Error e) {
                    result.completeExceptionally(e);
                  }
                });
  }

  /** Waits for the end, and does something each second meanwhile. */
  T await(Runnable eachSecond) throws IOException, InterruptedException {
    while (true) {
      try {
        return result.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        eachSecond.run();
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }
  }

  /** Waits for something that the work does first. */
  void awaitFirst(CompletableFuture<?> step) throws IOException, InterruptedException {
    try {
      step.get();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** Waits for the thread to end; only to be called when it is about to. */
  void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The reason in its own type. */
  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new IOException(e);
    };
  }
}
