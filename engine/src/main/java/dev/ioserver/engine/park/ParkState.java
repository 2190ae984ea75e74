package dev.ioserver.engine.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state word of a parker: puts one thread to sleep when it has nothing to do, and lets any
 * other thread wake it, at the price of a system call only if it really sleeps.
 *
 * <pre>
 *              announce()                     unpark(), winner of the exchange
 *   AWAKE ------------------&gt; PARKED -------------------------------------------&gt; NOTIFIED
 *     ^                         |                                                    |
 *     +------- leave() ---------+------------------- leave() ------------------------+
 * </pre>
 *
 * <p>The law of it (store, then load, on both sides): the sleeper stores PARKED, fences, looks at
 * all its sources once more, and only then blocks; the waker publishes, fences, and looks at the
 * state. Whoever comes second sees what the other has stored, so that either the sleeper finds the
 * work or the waker finds the sleeper.
 *
 * <p>Thread-safety: {@code announce} and {@code leave} belong to the sleeping thread; {@link
 * #unpark()} to everyone.
 */
abstract class ParkState {

  /** The thread runs; it will look at its sources before it blocks. */
  static final int AWAKE = 0;

  /** The thread blocks or is about to; whoever has something for it must wake it. */
  static final int PARKED = 1;

  /** Somebody has undertaken to wake it; nobody else need do so. */
  static final int NOTIFIED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ParkState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * AWAKE, PARKED or NOTIFIED. Sleeper: release store and fence, getAndSet. Wakers: acquire load
   * after a fence, or volatile load after an exchange; CAS.
   */
  @SuppressWarnings("unused") // through STATE
  private int state;

  /**
   * Wakes the thread if it is parked. The caller has published its reason before, and a full fence
   * stands between that and this call.
   */
  public void unpark() {
    // Acquire is enough: the caller's full fence orders this load after its publication.
    if ((int) STATE.getAcquire(this) == PARKED && STATE.compareAndSet(this, PARKED, NOTIFIED)) {
      wake();
    }
  }

  /** Ends the sleep, by a system call. Called at most once between announce and leave. */
  abstract void wake();

  /** Says that this thread is about to block. It must look at its sources after this. */
  final void announce() {
    // The fence orders this store before the looks that follow; a volatile store would fence twice.
    STATE.setRelease(this, PARKED);
    VarHandle.fullFence();
  }

  /**
   * Says that this thread runs again.
   *
   * @return whether a waker has undertaken to wake it since {@link #announce()}
   */
  final boolean leave() {
    return (int) STATE.getAndSet(this, AWAKE) == NOTIFIED;
  }

  final boolean isParkedVolatile() {
    return (int) STATE.getVolatile(this) == PARKED;
  }

  final boolean isParked() {
    return (int) STATE.getAcquire(this) == PARKED;
  }
}
