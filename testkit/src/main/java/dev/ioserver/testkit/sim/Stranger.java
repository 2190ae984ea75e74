package dev.ioserver.testkit.sim;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Another thread, which uses the ports of a loop that it does not own. It runs only while the
 * simulation's own thread waits for it, so that their order is not left to chance.
 */
final class Stranger {

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("stranger").factory());

  private Stranger() {}

  /** Something that may fail. */
  interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  /** Does something on the other thread, and waits for it. */
  static void does(Action action) throws InterruptedException {
    try {
      THREAD
          .submit(
              () -> {
                action.run();
                return true;
              })
          .get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
