package dev.ioserver.engine.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A wake-up that carries nothing: "look at your sources once more". Set by any thread that has
 * published something, taken by the polling thread before it looks.
 *
 * <pre>
 *          ask(), winner of the exchange: looks whether the thread is parked
 *   CLEAR ------------------------------------------------------------------&gt; ASKED
 *     ^                                                                         |
 *     +--------------------- take(), the polling thread: looks at its sources --+
 * </pre>
 *
 * <p>Whoever finds it ASKED has nothing to do: it is cleared before the polling thread looks at its
 * sources again, and whoever set it sees to the rest.
 *
 * <p>Thread-safety: any thread asks; the polling thread takes.
 */
public final class WakeFlag {

  private static final int CLEAR = 0;
  private static final int ASKED = 1;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);

  /** In the middle of two pairs of cache lines: processors fetch them in pairs. */
  private static final int AT = 32;

  /**
   * CLEAR or ASKED, at {@link #AT}. Wakers: opaque load, volatile load after a fence, getAndSet.
   * Owner: volatile load, getAndSet. It has the lines around it to itself: what the polling thread
   * writes in each cycle would otherwise take the line away from wakers that only look.
   */
  private final int[] word = new int[2 * AT];

  /** A clear flag. */
  public WakeFlag() {}

  /**
   * Asks.
   *
   * @return whether the caller is the one that has to see whether the polling thread is parked
   */
  public boolean ask() {
    if ((int) WORD.getOpaque(word, AT) == ASKED) {
      // Many wakers of one cycle: a fence and a load, which they do not disturb each other by. The
      // fence stands between what the caller has published and the load that decides.
      VarHandle.fullFence();
      if ((int) WORD.getVolatile(word, AT) == ASKED) {
        return false;
      }
    }
    return (int) WORD.getAndSet(word, AT, ASKED) == CLEAR;
  }

  /** Whether it was asked. The polling thread, after it has announced itself, too. */
  public boolean isAsked() {
    return (int) WORD.getVolatile(word, AT) == ASKED;
  }

  /** Clears it; the polling thread looks at its sources after this. */
  public void take() {
    if (isAsked()) {
      // An exchange, so that what every thread that has asked by exchange published is seen; and a
      // fence, for those that only looked.
      WORD.getAndSet(word, AT, CLEAR);
      VarHandle.fullFence();
    }
  }
}
