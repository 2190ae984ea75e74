package dev.ioserver.engine.jfr;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a loop tells the flight recorder: how long its cycles take, and whose handler that was. A
 * cycle is the time in which it does not look at its sockets.
 *
 * <p>Belongs to the loop's thread.
 */
public final class LoopEvents {

  private static final AtomicBoolean MISSING_SAID = new AtomicBoolean();

  private final String loop;

  /** Used again and again: a cycle must allocate nothing. */
  private final LoopCycleEvent cycle = new LoopCycleEvent();

  /** A cycle is under way, and somebody records them. */
  private boolean timed;

  /** Whose handler was the longest in this cycle, or null. */
  private @Nullable Object slowest;

  private long slowestNanos;

  private LoopEvents(String loop) {
    this.loop = loop;
  }

  /**
   * Makes the events of a loop.
   *
   * @return null, and says so once, where this virtual machine has no flight recorder
   */
  public static @Nullable LoopEvents of(String loop) {
    try {
      Class.forName("jdk.jfr.Event");
    } catch (ClassNotFoundException e) {
      if (!MISSING_SAID.getAndSet(true)) {
        System.getLogger("dev.ioserver.engine")
            .log(
                System.Logger.Level.WARNING,
                "jfr(true) is without effect, since the module jdk.jfr is not there; run with"
                    + " --add-modules jdk.jfr");
      }
      return null;
    }
    return new LoopEvents(loop);
  }

  String loop() {
    return loop;
  }

  /** The loop has something to do, or its user has; only the first call of a cycle counts. */
  public void busy() {
    if (!timed && cycle.isEnabled()) {
      timed = true;
      slowest = null;
      slowestNanos = 0;
      cycle.begin();
    }
  }

  /** The loop is about to look at its sockets. */
  public void idle() {
    if (timed) {
      timed = false;
      cycle.end();
      if (cycle.shouldCommit()) {
        cycle.loop = loop;
        cycle.source = slowest == null ? null : slowest.toString();
        cycle.sourceTime = slowestNanos;
        cycle.commit();
      }
      slowest = null;
    }
  }

  /** Whether the time of handlers is wanted. */
  public boolean isTimed() {
    return timed;
  }

  /** When a handler begins; 0 if nobody wants to know. */
  public long handlerBegins() {
    busy();
    return timed ? System.nanoTime() : 0;
  }

  /**
   * A handler has ended.
   *
   * @param source what it was for
   * @param begun what {@link #handlerBegins()} has said
   */
  public void handlerEnds(Object source, long begun) {
    if (timed && begun != 0) {
      long nanos = System.nanoTime() - begun;
      if (nanos > slowestNanos) {
        slowestNanos = nanos;
        slowest = source;
      }
    }
  }

  /** A listener accepts nothing for a while. */
  public void resting(Object listener, String reason) {
    ListenerRestingEvent event = new ListenerRestingEvent();
    if (event.shouldCommit()) {
      event.loop = loop;
      event.listener = listener.toString();
      event.reason = reason;
      event.commit();
    }
  }
}
