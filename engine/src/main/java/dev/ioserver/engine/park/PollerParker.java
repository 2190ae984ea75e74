package dev.ioserver.engine.park;

import dev.ioserver.engine.counter.SingleWriterCounter;
import dev.ioserver.engine.counter.StripedCounter;
import dev.ioserver.engine.spi.ProcessBarrier;
import dev.ioserver.engine.spi.Waker;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The parker of a thread that blocks in a kernel's poller. The blocking itself is the selector's or
 * the transport's: it calls {@link #announceParked()}, looks at its sources, polls, and calls
 * {@link #awake()} however the poll ended.
 *
 * <p>It counts: every wake that is asked for, and every one that costs a system call. The second
 * count also tells, when the poller is to be closed, whether a waker is still writing to it.
 */
public final class PollerParker extends ParkState {

  /**
   * Polls in a row without a park after which wakers may do without a fence: 0.6 ms at the least,
   * and tens of milliseconds of work. The barrier that the next park then needs takes some 15 us if
   * other threads run, so that it costs 2 % of that time at the very most.
   */
  static final int LONG = 4096;

  private final Waker waker;

  /** Null where the system has none, or the user wants none: then nobody is ever long awake. */
  private final @Nullable ProcessBarrier barrier;

  /**
   * Polls since the last park, up to {@link #LONG}; the polling thread's. It is not written any
   * more when it is there, since it may lie beside what wakers read.
   */
  private int pollsAwake;

  /**
   * Asked for by {@link #wakeup()}. It is here so that a waker has three cache lines to fetch: the
   * selector's, this parker's, and the flag's.
   */
  private final WakeFlag flag = new WakeFlag();

  /** Wakes asked for, but for those that the flag counts; any thread. */
  private final StripedCounter asked = new StripedCounter();

  /**
   * System calls finished; any thread. Its add comes after the call, so that it proves the call
   * done.
   */
  private final LongAdder written = new LongAdder();

  /** Wakes that were undertaken, as seen by leaving; the polling thread's. */
  private long undertaken;

  /** Polls announced; the polling thread's. */
  private final SingleWriterCounter parks = new SingleWriterCounter();

  /** A parker over a poller's waker, without a barrier. */
  public PollerParker(Waker waker) {
    this(waker, null);
  }

  /**
   * A parker over a poller's waker.
   *
   * @param barrier lets wakers do without a fence while the thread stays awake; null for none
   */
  public PollerParker(Waker waker, @Nullable ProcessBarrier barrier) {
    this.waker = waker;
    this.barrier = barrier;
  }

  /** As {@link #unpark()}, and counts that it was asked for. */
  public void unparkCounted() {
    asked.increment();
    unpark();
  }

  /** As {@link #unparkCounted()}, for callers that have not fenced. */
  public void publishAndUnpark() {
    asked.increment();
    if (!isLongAwake()) {
      VarHandle.fullFence();
      unpark();
    }
  }

  /**
   * Ends the poll under way, or else the next one: as {@link #publishAndUnpark()}, unless it has
   * been asked for already on behalf of other threads, which then see to the rest.
   */
  public void wakeup() {
    if (flag.ask() && !isLongAwake()) {
      VarHandle.fullFence();
      unpark();
    }
  }

  /** Whether a wake-up was asked for. The polling thread, after it has announced itself, too. */
  public boolean isWakeupAsked() {
    return flag.isAsked();
  }

  /** Takes the wake-up, if any; the polling thread looks at its sources after this. */
  public void takeWakeup() {
    flag.take();
  }

  /** The polling thread has polled without being announced: it stays awake. */
  public void polledAwake() {
    if (pollsAwake < LONG && ++pollsAwake == LONG && barrier != null) {
      stayAwake();
    }
  }

  /** The polling thread says that it is about to block; it must look at its sources after this. */
  public void announceParked() {
    parks.add(1);
    if (pollsAwake == LONG && barrier != null) {
      announce(barrier);
    } else {
      announce();
    }
    pollsAwake = 0;
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
    return asked.get() + flag.get();
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
