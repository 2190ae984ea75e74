package dev.ioserver.engine.park;

import dev.ioserver.engine.spi.ProcessBarrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state word of a parker: puts one thread to sleep when it has nothing to do, and lets any
 * other thread wake it, at the price of a system call only if it really sleeps.
 *
 * <pre>
 *              announce()                     unpark(), winner of the exchange
 *   AWAKE ------------------&gt; PARKED -------------------------------------------&gt; NOTIFIED
 *    ^ | stayAwake()           ^ |                                                   |
 *    | +----&gt; LONG_AWAKE ------+ |                                                   |
 *    |             announce()    |                                                   |
 *    +--------- leave() ---------+------------------- leave() -----------------------+
 * </pre>
 *
 * <p>The law of it (store, then load, on both sides): the sleeper stores PARKED, fences, looks at
 * all its sources once more, and only then blocks; the waker publishes, fences, and looks at the
 * state. Whoever comes second sees what the other has stored, so that either the sleeper finds the
 * work or the waker finds the sleeper.
 *
 * <p>A thread that has been awake for long takes both fences upon itself: before it blocks it has
 * the system fence in every thread of the process. Until then a waker that sees LONG_AWAKE needs no
 * fence of its own, see {@link #isLongAwake()}.
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

  /** As AWAKE, and before it parks the thread sees to the fences of those that saw this. */
  static final int LONG_AWAKE = 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ParkState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * AWAKE, PARKED, NOTIFIED or LONG_AWAKE. Sleeper: release store and fence, getAndSet. Wakers:
   * acquire load after a fence; opaque load, which decides only if it finds LONG_AWAKE; CAS.
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

  /**
   * Whether the thread is awake and will see, before it blocks, all that the caller has stored
   * until now: then there is nothing left to do, and the caller needs no fence. If not, the caller
   * fences and calls {@link #unpark()}.
   *
   * <p>That holds although the caller's stores may still wait in its processor's store buffer when
   * this load is done. The barrier of {@link #announce(ProcessBarrier)} is a point in the caller's
   * stream of instructions: if this load comes before it, so do the stores, and the sleeper sees
   * them; if it comes after it, it finds PARKED. All that it takes of this side is that the
   * compiler keeps their order.
   */
  final boolean isLongAwake() {
    // No instruction on x86. For the compilers of HotSpot this is a point that no access to memory
    // is moved across; see "What we rely on in the compiler" in docs/memory-ordering.md.
    VarHandle.releaseFence();
    return (int) STATE.getOpaque(this) == LONG_AWAKE;
  }

  /** Says that this thread is about to block. It must look at its sources after this. */
  final void announce() {
    // The fence orders this store before the looks that follow; a volatile store would fence twice.
    STATE.setRelease(this, PARKED);
    VarHandle.fullFence();
  }

  /** As {@link #announce()}, for a thread that may have been LONG_AWAKE. */
  final void announce(ProcessBarrier barrier) {
    STATE.setRelease(this, PARKED);
    VarHandle.fullFence();
    barrier.fenceAllThreads();
    VarHandle.fullFence();
  }

  /**
   * Lets wakers do without a fence from now on. For the thread itself, while it is awake; it must
   * announce with a barrier next time.
   */
  final void stayAwake() {
    STATE.setRelease(this, LONG_AWAKE);
  }

  /**
   * Says that this thread runs again.
   *
   * @return whether a waker has undertaken to wake it since {@link #announce()}
   */
  final boolean leave() {
    return (int) STATE.getAndSet(this, AWAKE) == NOTIFIED;
  }

  final boolean isParked() {
    return (int) STATE.getAcquire(this) == PARKED;
  }
}
