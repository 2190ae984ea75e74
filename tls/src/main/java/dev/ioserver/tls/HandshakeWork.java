package dev.ioserver.tls;

import dev.ioserver.engine.spi.LayerContext;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The long work of an engine's handshake: keys, certificates, trust. An executor does it, and the
 * loop is asked to go on when it is done.
 *
 * <p>While it is under way nobody else touches the engine, which is locked then: the loop would
 * wait for it.
 *
 * <p>Belongs to the loop's thread, but for the work itself.
 */
final class HandshakeWork {

  private final LayerContext context;
  private final SSLEngine engine;
  private final LentEngine lent;
  private final Executor executor;

  private boolean underWay;

  /** The worker: volatile store, before it asks the loop to go on. */
  private volatile boolean done;

  /** Why it came to nothing; published as {@link #done}. */
  private @Nullable Throwable failure;

  HandshakeWork(LayerContext context, SSLEngine engine, LentEngine lent, Executor executor) {
    this.context = context;
    this.engine = engine;
    this.lent = lent;
    this.executor = executor;
  }

  /** Whether somebody else works on the engine. */
  boolean isUnderWay() {
    return underWay;
  }

  /** Has the work done, from this task on. It may be done already when this returns. */
  void begin(Runnable first) {
    underWay = true;
    lent.share();
    Once once = new Once(first);
    try {
      executor.execute(once);
    } catch (RuntimeException | Error e) {
      // Refused, in whatever words: there may be no thread for it, or the program's executor fails.
      once.giveUp(e);
    }
  }

  /** Takes up what was worked out; returns whether there was anything. */
  boolean takeUp() {
    if (!underWay || !done) {
      return false;
    }
    underWay = false;
    done = false;
    return true;
  }

  /**
   * Why the work that was taken up came to nothing; null if it did not. The engine says the rest.
   */
  @Nullable Throwable failure() {
    return failure;
  }

  private void over() {
    lent.giveBack();
    done = true;
    context.again();
  }

  /** An executor may run what it has thrown for: the work is done once, or given up once. */
  private final class Once implements Runnable {

    private final Runnable first;

    /** Any thread: atomic compare-and-set. */
    private final AtomicBoolean taken = new AtomicBoolean();

    Once(Runnable first) {
      this.first = first;
    }

    void giveUp(Throwable cause) {
      if (taken.compareAndSet(false, true)) {
        failure = cause;
        over();
      }
    }

    @Override
    public void run() {
      if (!taken.compareAndSet(false, true)) {
        return;
      }
      try {
        for (Runnable task = first; task != null; task = engine.getDelegatedTask()) {
          task.run();
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        over();
      }
    }
  }
}
