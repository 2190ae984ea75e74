package dev.ioserver.engine.loop;

import dev.ioserver.engine.SystemCallException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that another thread wants done by a loop, and waits for.
 *
 * @param <R> what comes of it
 */
public final class LoopCall<R> implements LoopTask {

  /** How often a waiting thread looks whether the loop is still there. */
  private static final long LOOK_MILLIS = 100;

  /** What is to be done. */
  @FunctionalInterface
  public interface Body<R> {
    /** Does it, on the loop's thread. */
    R run() throws SystemCallException;
  }

  private final Body<R> body;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable R result;
  private @Nullable Exception failure;

  private LoopCall(Body<R> body) {
    this.body = body;
  }

  /**
   * Has the loop do it, and waits. On the owner's thread it is done at once.
   *
   * @throws IllegalStateException if the loop is closed, or the wait is interrupted
   */
  public static <R> R call(EventLoop loop, Body<R> body) throws SystemCallException {
    if (loop.isOwner()) {
      return body.run();
    }
    LoopCall<R> call = new LoopCall<>(body);
    loop.execute(call);
    return call.await(loop);
  }

  @Override
  public void run() {
    try {
      result = body.run();
    } catch (SystemCallException | RuntimeException e) {
      failure = e;
    }
    done.countDown();
  }

  @Override
  public void abandon() {
    failure = new IllegalStateException("the server is closed");
    done.countDown();
  }

  private R await(EventLoop loop) throws SystemCallException {
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (loop.isTerminated()) {
          throw new IllegalStateException("the server is closed", loop.failure());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the loop", e);
    }
    if (failure instanceof SystemCallException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    R value = result;
    if (value == null) {
      throw new IllegalStateException("the loop did nothing");
    }
    return value;
  }
}
