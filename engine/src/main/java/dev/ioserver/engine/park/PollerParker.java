package dev.ioserver.engine.park;

import dev.ioserver.engine.spi.Waker;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * The parker of a thread that blocks in a kernel's poller. The blocking itself is the selector's or
 * the transport's: it calls {@link #announceParked()}, looks at its sources, polls, and calls
 * {@link #awake()} however the poll ended.
 *
 * <p>It counts: every wake that is asked for, and every one that costs a system call. The second
 * count also tells, when the poller is to be closed, whether a waker is still writing to it.
 */
public final class PollerParker extends ParkState {

  private final Waker waker;

  /** Wakes asked for; any thread. */
  private final SharedTally asked = new SharedTally();

  /**
   * System calls finished; any thread. Its add comes after the call, so that it proves the call
   * done.
   */
  private final LongAdder written = new LongAdder();

  /** Wakes that were undertaken, as seen by leaving; the polling thread's. */
  private long undertaken;

  /** Polls announced; the polling thread's. */
  private final Tally parks = new Tally();

  /** A parker over a poller's waker. */
  public PollerParker(Waker waker) {
    this.waker = waker;
  }

  /** Counts a wake that was asked for and that another thread sees to. */
  public void countAsked() {
    asked.increment();
  }

  /** As {@link #unpark()}, and counts that it was asked for. */
  public void unparkCounted() {
    countAsked();
    unpark();
  }

  /**
   * As {@link #unpark()}, for callers whose last step was an exchange of a word that the polling
   * thread looks at, by volatile access, after it has announced itself. Such an exchange needs no
   * fence: it and the look at the state here keep their order.
   */
  public void unparkAfterExchange() {
    if (isParkedVolatile()) {
      unpark();
    }
  }

  /** As {@link #unparkCounted()}, for callers that have not fenced. */
  public void publishAndUnpark() {
    VarHandle.fullFence();
    unparkCounted();
  }

  /** The polling thread says that it is about to block; it must look at its sources after this. */
  public void announceParked() {
    parks.add(1);
    announce();
  }

  /** The polling thread runs again, however its poll ended. */
  public void awake() {
    if (leave()) {
      undertaken++;
    }
  }

  /**
   * Waits until every waker that has undertaken to write has done so; after that the poller and its
   * waker may be closed. For the polling thread, which does not announce any more: nobody can begin
   * a write then.
   */
  public void drainWakers() {
    while (written.sum() < undertaken) {
      Thread.onSpinWait();
    }
  }

  /** Wakes asked for. */
  public long asked() {
    return asked.get();
  }

  /** Wakes that cost a system call. */
  public long written() {
    return written.sum();
  }

  /** Polls announced. */
  public long parks() {
    return parks.get();
  }

  @Override
  void wake() {
    try {
      waker.wakeup();
    } finally {
      written.increment();
    }
  }
}
