package dev.ioserver.engine.park;

import dev.ioserver.engine.counter.StripedCounter;
import java.lang.invoke.VarHandle;

/**
 * A wake-up that carries nothing: "look at your sources once more". Set by any thread that has
 * published something, taken by the polling thread before it looks.
 *
 * <pre>
 *          ask(): looks whether the thread is parked
 *   CLEAR -------------------------------------------&gt; the asking thread's id
 *     ^ ^                                                |      |
 *     | +---- take(), the polling thread: looks at ------+      | ask() of another thread:
 *     |       its sources                                       v looks, too
 *     +-------------------- take() --------------------------- SHARED
 * </pre>
 *
 * <p>Whoever finds it SHARED has nothing to do: it is cleared before the polling thread looks at
 * its sources again, and whoever set it sees to the rest.
 *
 * <p>It counts how often it was asked. That it is a counter, rather than has one, puts the flag and
 * the first waker's count into one cache line.
 *
 * <p>Thread-safety: any thread asks; the polling thread takes.
 */
public final class WakeFlag extends StripedCounter {

  private static final long CLEAR = 0;

  /** Asked for by several threads, none of which writes to it any more. No thread's id. */
  static final long SHARED = -1;

  /**
   * CLEAR, a thread's id, or SHARED. Wakers: opaque load, volatile load after a fence, release
   * store. Owner: volatile load, getAndSet. It has the lines around it to itself: what the polling
   * thread writes in each cycle would otherwise take the line away from wakers that only look.
   */
  static final VarHandle WORD = THIRD;

  /** A clear flag. */
  public WakeFlag() {}

  /**
   * Asks.
   *
   * @return whether the caller is one that has to see whether the polling thread is parked; it has
   *     not fenced then
   */
  public boolean ask() {
    long me = Thread.currentThread().threadId();
    increment(me);
    long asking = (long) WORD.getOpaque(this);
    if (asking == SHARED) {
      // Many wakers of one cycle: a fence and a load, which they do not disturb each other by. The
      // fence stands between what the caller has published and the load that decides.
      VarHandle.fullFence();
      if ((long) WORD.getVolatile(this) != CLEAR) {
        return false;
      }
    }
    // Again even if it is set by this very thread. That store may be taken while what has been
    // published since still waits in the store buffer; this one comes behind it, and is taken next.
    WORD.setRelease(this, asking == CLEAR || asking == me ? me : SHARED);
    return true;
  }

  /** Whether it was asked. The polling thread, after it has announced itself, too. */
  public boolean isAsked() {
    return (long) WORD.getVolatile(this) != CLEAR;
  }

  /** Clears it; the polling thread looks at its sources after this. */
  public void take() {
    if (isAsked()) {
      // An exchange, so that what the thread that has asked published is seen; and a fence, for
      // those that only looked.
      WORD.getAndSet(this, CLEAR);
      VarHandle.fullFence();
    }
  }
}
