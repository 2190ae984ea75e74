package dev.ioserver.engine.port;

import dev.ioserver.engine.Data;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A passive receive, between the thread that waits for it and the loop.
 *
 * <pre>
 *   NONE --ask--&gt; ASKED(length) --claim, loop--&gt; CLAIMED --answer--&gt; ANSWERED --take--&gt; NONE
 *                    |                              +-------refuse--&gt; REFUSED  --take--&gt; NONE
 *                    +--withdraw--&gt; NONE
 * </pre>
 *
 * <p>Thread-safety: the receiving thread asks, withdraws and takes; the loop claims, answers and
 * refuses.
 */
final class Demand {

  private static final long NONE = 0;
  private static final long CLAIMED = -1;
  private static final long ANSWERED = -2;
  private static final long REFUSED = -3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Demand.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** NONE, CLAIMED, ANSWERED, REFUSED, or the length asked for plus 1. */
  @SuppressWarnings("unused") // through STATE
  private long state;

  /** Published by ANSWERED. */
  private @Nullable Data answer;

  Demand() {}

  void ask(int length) {
    STATE.setVolatile(this, length + 1L);
  }

  /** The length asked for, or -1 if nothing is. The loop. */
  int asked() {
    long now = (long) STATE.getAcquire(this);
    return now > 0 ? (int) (now - 1) : -1;
  }

  /** Takes the question back; false if it is being answered. */
  boolean withdraw() {
    long now = (long) STATE.getAcquire(this);
    return now > 0 && STATE.compareAndSet(this, now, NONE);
  }

  /** Undertakes to answer; false if the question was taken back. */
  boolean claim(int length) {
    return STATE.compareAndSet(this, length + 1L, CLAIMED);
  }

  void answer(Data data) {
    answer = data;
    STATE.setVolatile(this, ANSWERED);
  }

  void refuse() {
    STATE.setVolatile(this, REFUSED);
  }

  boolean isDecided() {
    long now = (long) STATE.getAcquire(this);
    return now == ANSWERED || now == REFUSED;
  }

  /** The answer, or null if it was refused. After it is decided. */
  @Nullable Data take() {
    // Claimed is decided in no time: the loop does nothing else in between.
    while (!isDecided()) {
      Thread.onSpinWait();
    }
    Data data = (long) STATE.getAcquire(this) == ANSWERED ? answer : null;
    answer = null;
    STATE.setVolatile(this, NONE);
    return data;
  }
}
