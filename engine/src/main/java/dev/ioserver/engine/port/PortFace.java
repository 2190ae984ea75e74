package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.channel.SenderWaiters;
import dev.ioserver.engine.loop.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the kinds of ports have in common as their users see them: credit, and senders that wait for
 * room.
 *
 * <p>Thread-safety: any thread gives credit and waits to send.
 */
abstract class PortFace extends PortInbox {

  private static final VarHandle WAITERS;

  static {
    try {
      WAITERS =
          MethodHandles.lookup().findVarHandle(PortFace.class, "waiters", SenderWaiters.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Made by the first sender that has to wait, by CAS; the loop and closers: volatile load. */
  private volatile @Nullable SenderWaiters waiters;

  PortFace(EventLoop loop, int credit, int limit, long bytes) {
    super(loop, credit, limit, bytes);
  }

  /** All credit was taken back: asks the loop to say so. */
  abstract void creditTaken();

  final void addCredit(int messages) {
    changed(credit().add(messages));
  }

  final void setCredit(long value) {
    changed(credit().set(value));
  }

  private void changed(Credit.Change change) {
    switch (change) {
      case NOTHING -> {
        // The loop finds the new number when it uses it.
      }
      case ACTIVATED -> roomAgain();
      case PASSIVATED -> creditTaken();
    }
  }

  /** Attempts until there is room. */
  final void waitToSend(SenderWaiters.Attempt attempt) throws InterruptedException {
    waiters().send(attempt, 0, false);
  }

  /** Attempts until there is room, or the time is over; returns whether it was sent. */
  final boolean waitToSend(SenderWaiters.Attempt attempt, Duration timeout)
      throws InterruptedException {
    long nanos = Durations.nanos(timeout);
    return nanos > 0 && waiters().send(attempt, Durations.deadline(nanos), true);
  }

  /** There is room to send again, or nothing can be sent any more. */
  final void wakeSenders() {
    SenderWaiters made = waiters;
    if (made != null) {
      made.wakeAll();
    }
  }

  private SenderWaiters waiters() {
    SenderWaiters made = waiters;
    if (made == null) {
      made = new SenderWaiters();
      if (!WAITERS.compareAndSet(this, null, made)) {
        made = waiters;
      }
    }
    assert made != null : "made by somebody";
    return made;
  }
}
