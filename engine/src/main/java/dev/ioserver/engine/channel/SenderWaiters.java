package dev.ioserver.engine.channel;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.park.Parker;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Senders that wait for room. Each waits on its own parker; whoever makes room wakes them all, and
 * they compete for it.
 *
 * <p>A sender takes its place in the list first and tries to send after that. Were it the other way
 * round, the room could be made, given notice of, and taken by another sender in between, and
 * nobody would know of the one that comes last.
 *
 * <p>Thread-safety: any thread waits and wakes.
 */
public final class SenderWaiters {

  /** An attempt to send. */
  @FunctionalInterface
  public interface Attempt {
    /** Tries it; returns whether there was room. Throws if it is closed. */
    boolean run();
  }

  /** One entry for each wait; allocated only by senders that have to wait. */
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /**
   * Whether somebody may be waiting. Senders: volatile store. Waker: volatile load after a fence.
   */
  private volatile boolean waiting;

  /** None wait. */
  public SenderWaiters() {}

  /**
   * Attempts until there is room, and blocks in between.
   *
   * @return whether it was sent; false after the deadline
   * @throws InterruptedException if the thread is interrupted and there is no room
   */
  public boolean send(Attempt attempt, long deadlineNanos, boolean timed)
      throws InterruptedException {
    Parker current = Parker.current();
    while (true) {
      Waiter waiter = new Waiter(current);
      waiters.offer(waiter);
      waiting = true;
      try {
        if (attempt.run()) {
          return true;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (timed && deadlineNanos - System.nanoTime() <= 0) {
          return false;
        }
        current.park(waiter, deadlineNanos, timed);
      } finally {
        if (!waiter.woken) {
          waiters.remove(waiter);
        }
      }
    }
  }

  /** Whether {@link #wakeAll()} has anything to do. The caller has fenced since it made room. */
  public boolean mayWait() {
    return waiting;
  }

  /** Wakes them all. The caller has fenced since it made room, or since it closed. */
  public void wakeAll() {
    waiting = false;
    for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
      waiter.woken = true;
      VarHandle.fullFence();
      waiter.parker.unpark();
    }
  }

  /** A sender that waits. */
  private static final class Waiter implements Condition {

    private final Parker parker;

    /** It is no longer in the list. Waker: volatile store. Sender: volatile load. */
    private volatile boolean woken;

    Waiter(Parker parker) {
      this.parker = parker;
    }

    @Override
    public boolean isReady() {
      return woken;
    }
  }
}
