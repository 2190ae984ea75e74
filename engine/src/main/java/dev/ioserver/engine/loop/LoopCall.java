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

  private final EventLoop loop;
  private final Body<R> body;
  private final Consumer<? super R> undo;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable R result;
  private @Nullable Throwable failure;

  private LoopCall(EventLoop loop, Body<R> body, Consumer<? super R> undo) {
    this.loop = loop;
    this.body = body;
    this.undo = undo;
  }

  /**
   * Has the loop do it, and waits. On the owner's thread it is done at once. What it throws is the
   * caller's, an Error too: the loop goes on.
   *
   * @param undo what to do on the loop's thread with a result for which nobody waits any more
   * @throws IllegalStateException if the loop is closed, or the wait is interrupted, or the loop is
   *     a caller-run one whose owner has ended or has not run it for seconds
   */
  public static <R> R call(EventLoop loop, Body<R> body, Consumer<? super R> undo)
      throws SystemCallException {
    if (loop.isOwner()) {
      if (loop.isTerminated()) {
        throw loop.endedException();
      }
      return body.run();
    }
    LoopCall<R> call = new LoopCall<>(loop, body, undo);
    loop.execute(call);
    return call.await();
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
    } catch (SystemCallException | RuntimeException | Error e) {
      // No memory for a listener, say: that concerns who wants it, and not the ports of this loop.
      failure = e;
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
    failure = loop.endedException();
    state.compareAndSet(State.OPEN, State.DONE);
    done.countDown();
  }

  private R await() throws SystemCallException {
    long asked = System.nanoTime();
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (loop.isTerminated()) {
          throw loop.endedException();
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
    if (failure instanceof Error e) {
      throw e;
    }
    R value = result;
    if (value == null) {
      throw new IllegalStateException("the loop did nothing");
    }
    return value;
  }
}
