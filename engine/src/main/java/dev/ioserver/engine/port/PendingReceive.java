package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Data;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A passive receive, between the thread that waits for it and the loop.
 *
 * <pre>
 *   NONE --ask--&gt; ASKED(question) --claim, loop--&gt; CLAIMED --answer--&gt; ANSWERED --take--&gt; NONE
 *                    |    |                           +-------refuse--&gt; REFUSED  --take--&gt; NONE
 *                    |    +--findNothing, loop, if asked for now--&gt; NOTHING --takeNothing--&gt; NONE
 *                    +--withdraw--&gt; NONE
 * </pre>
 *
 * <p>A question is a length, whether it is for now (what has come already, or nothing), and a
 * number: the loop may still have in hand what was withdrawn, and must not take the next question
 * for that one, of which it may know already that nothing has come.
 *
 * <p>Thread-safety: the receiving thread asks, withdraws and takes; the loop claims, answers,
 * refuses and finds nothing.
 */
final class PendingReceive {

  /** No question. */
  static final long NONE = 0;

  private static final long CLAIMED = -1;
  private static final long ANSWERED = -2;
  private static final long REFUSED = -3;
  private static final long NOTHING = -4;

  /** A question's bits: this one, so that none is NONE; for now; the length; the number. */
  private static final long QUESTION = 1;

  private static final long NOW = 1 << 1;
  private static final int LENGTH_SHIFT = 2;
  private static final int NUMBER_SHIFT = LENGTH_SHIFT + 31;
  private static final int LAST_NUMBER = (1 << 30) - 1;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PendingReceive.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** NONE, CLAIMED, ANSWERED, REFUSED, NOTHING, or a question, which is positive. */
  @SuppressWarnings("unused") // through STATE
  private long state;

  /** Published by ANSWERED. */
  private @Nullable Data answer;

  /** The last question's; the receiving thread's. */
  private int number;

  PendingReceive() {}

  /**
   * Asks.
   *
   * @param now whether the loop is to say so if nothing, or too little, has come yet
   */
  void ask(int length, boolean now) {
    number = number + 1 & LAST_NUMBER;
    long question = (long) number << NUMBER_SHIFT | (long) length << LENGTH_SHIFT | QUESTION;
    STATE.setVolatile(this, now ? question | NOW : question);
  }

  /** The question, or NONE. The loop. */
  long asked() {
    long now = (long) STATE.getAcquire(this);
    return now > 0 ? now : NONE;
  }

  /** How many bytes a question is about. */
  static int length(long question) {
    return (int) (question >>> LENGTH_SHIFT) & Integer.MAX_VALUE;
  }

  /** Whether a question is about what has come already. */
  static boolean isForNow(long question) {
    return (question & NOW) != 0;
  }

  /** Takes the question back; false if it is being answered. */
  boolean withdraw() {
    long now = (long) STATE.getAcquire(this);
    return now > 0 && STATE.compareAndSet(this, now, NONE);
  }

  /** Undertakes to answer; false if the question was taken back. */
  boolean claim(long question) {
    return STATE.compareAndSet(this, question, CLAIMED);
  }

  /** Says that nothing has come, if the question was not taken back; false if it was. */
  boolean findNothing(long question) {
    return STATE.compareAndSet(this, question, NOTHING);
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
    return now == ANSWERED || now == REFUSED || now == NOTHING;
  }

  /** Whether nothing had come; that is over then. After it is decided, before {@link #take()}. */
  boolean takeNothing() {
    awaitDecision();
    if ((long) STATE.getAcquire(this) != NOTHING) {
      return false;
    }
    STATE.setVolatile(this, NONE);
    return true;
  }

  /** The answer, or null if it was refused. After it is decided. */
  @Nullable Data take() {
    awaitDecision();
    Data data = (long) STATE.getAcquire(this) == ANSWERED ? answer : null;
    answer = null;
    STATE.setVolatile(this, NONE);
    return data;
  }

  /** Claimed is decided in no time: the loop does nothing else in between. */
  private void awaitDecision() {
    while (!isDecided()) {
      Thread.onSpinWait();
    }
  }
}
