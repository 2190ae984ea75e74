package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.SystemCallException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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

  /**
   * Whose the result is.
   *
   * <pre>
   *   OPEN --the loop has it--&gt; DONE: the caller takes it
   *     +----the caller has given up--&gt; GIVEN_UP: the loop does nothing, or undoes what it did
   * </pre>
   */
  private enum State {
    OPEN,
    DONE,
    GIVEN_UP
  }

  private final Body<R> body;
  private final Consumer<? super R> undo;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable R result;
  private @Nullable Exception failure;

  private LoopCall(Body<R> body, Consumer<? super R> undo) {
    this.body = body;
    this.undo = undo;
  }

  /**
   * Has the loop do it, and waits. On the owner's thread it is done at once.
   *
   * @param undo what to do on the loop's thread with a result for which nobody waits any more
   * @throws IllegalStateException if the loop is closed, or the wait is interrupted, or the loop is
   *     a caller-run one whose owner has ended or has not run it for seconds
   */
  public static <R> R call(EventLoop loop, Body<R> body, Consumer<? super R> undo)
      throws SystemCallException {
    if (loop.isOwner()) {
      if (loop.isTerminated()) {
        throw new IllegalStateException("the server is closed", loop.failure());
      }
      return body.run();
    }
    LoopCall<R> call = new LoopCall<>(body, undo);
    loop.execute(call);
    return call.await(loop);
  }

  @Override
  public void run() {
    if (state.get() == State.GIVEN_UP) {
      return;
    }
    R made = null;
    try {
      made = body.run();
      result = made;
    } catch (SystemCallException | RuntimeException e) {
      failure = e;
    } catch (Error e) {
      // The loop may end by it; the caller must not wait for what will never come.
      failure = new IllegalStateException("the loop failed", e);
      throw e;
    } finally {
      handBack(made);
    }
  }

  private void handBack(@Nullable R made) {
    if (state.compareAndSet(State.OPEN, State.DONE)) {
      done.countDown();
    } else if (made != null) {
      undo.accept(made);
    }
  }

  @Override
  public void abandon() {
    failure = new IllegalStateException("the server is closed");
    state.compareAndSet(State.OPEN, State.DONE);
    done.countDown();
  }

  private R await(EventLoop loop) throws SystemCallException {
    long asked = System.nanoTime();
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (loop.isTerminated()) {
          throw new IllegalStateException("the server is closed", loop.failure());
        }
        String absence = loop.absence(asked);
        if (absence != null && state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
          throw new IllegalStateException(absence);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (state.compareAndSet(State.OPEN, State.GIVEN_UP)) {
        throw new IllegalStateException("interrupted while waiting for the loop", e);
      }
      // Done at the same moment: it is the caller's, and the interrupt is for its next wait.
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
