package dev.ioserver.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that a test does on another thread.
 *
 * @param <T> what comes of it
 */
public final class Work<T extends @Nullable Object> {

  private static final long LONG_SECONDS = 60;

  private final FutureTask<T> task;
  private final Thread thread;

  Work(String name, Callable<T> body, boolean virtual) {
    task = new FutureTask<>(body);
    thread =
        virtual
            ? Thread.ofVirtual().name(name).unstarted(task)
            : Thread.ofPlatform().name(name).daemon().unstarted(task);
    thread.start();
  }

  /** The thread's name. */
  public String name() {
    return thread.getName();
  }

  /** The thread it runs on. */
  public Thread thread() {
    return thread;
  }

  /** Whether it has ended, in whatever way. */
  public boolean isDone() {
    return task.isDone();
  }

  /** Interrupts its thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Waits for the result. */
  public T get() throws Exception {
    try {
      return task.get(LONG_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the thread " + name() + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      AssertionError hang = new AssertionError("the thread " + name() + " hangs", e);
      hang.setStackTrace(thread.getStackTrace());
      throw hang;
    }
  }

  /** Gives it some time to end, then interrupts it; whether it has ended. */
  boolean awaitEnd() throws InterruptedException {
    if (!thread.join(java.time.Duration.ofSeconds(2))) {
      thread.interrupt();
      return thread.join(java.time.Duration.ofSeconds(1));
    }
    return true;
  }
}
