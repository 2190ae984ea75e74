package dev.ioserver.examples.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM for a command that wants to end in good order: the hook asks it to stop, and
 * keeps the JVM alive until this is closed, for a limited time.
 */
final class StopSignal implements AutoCloseable {

  private static final long MOST_SECONDS = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-signal");

  // Guarded by this: the hook runs on a thread of its own.
  private @Nullable Runnable action;
  private boolean asked;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Says how to ask the command to stop; asks it at once if the signal has come already.
   *
   * @param stop called on another thread; must not wait
   */
  synchronized void onStop(Runnable stop) {
    action = stop;
    if (asked) {
      stop.run();
    }
  }

  /** The command has ended: the JVM may go. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going already; that is why we are here.
    }
  }

  private synchronized void ask() {
    asked = true;
    if (action != null) {
      action.run();
    }
  }

  private void stopAndWait() {
    ask();
    try {
      if (!finished.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("ioserver: not finished after " + MOST_SECONDS + " s, giving up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
