package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.park.LoopRunner;
import dev.ioserver.engine.park.Parker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The receiving thread's side of passive receives: puts the question, waits for what the loop makes
 * of it, and takes it back in time.
 *
 * <p>Thread-safety: for the receiving thread.
 */
final class PassiveReceive implements Condition {

  /** How often a thread that waits for the loop's word looks whether the loop is still there. */
  private static final long LOOK_NANOS = 100_000_000;

  private final TcpPort port;

  /** The question in hand, between the receiving thread and the loop. */
  private final PendingReceive pending = new PendingReceive();

  PassiveReceive(TcpPort port) {
    this.port = port;
  }

  PendingReceive pending() {
    return pending;
  }

  /** See {@link Port#read(int, Duration)}. */
  @Nullable Data read(int length, long timeoutNanos) throws InterruptedException {
    checkPassive(length);
    boolean now = timeoutNanos <= 0 && port.loopHasThread() && !port.loop().isOwner();
    pending.ask(length, now);
    port.connection().ask(Connection.RECEIVE);
    boolean answered;
    try {
      if (timeoutNanos <= 0 && Parker.current() instanceof LoopRunner driver) {
        // No wait, but one run of the loop, so that what is there can be had.
        driver.runOnce(Condition.NEVER);
      }
      answered = (now ? awaitLoop() : awaitBytes(timeoutNanos)) && pending.isDecided();
    } catch (InterruptedException e) {
      if (withdraw()) {
        throw e;
      }
      // The answer came at the same time. It must not be lost; the interrupt is for the next wait.
      Thread.currentThread().interrupt();
      answered = true;
    }
    if (!answered && withdraw()) {
      if (port.isEnded()) {
        throw port.closedException();
      }
      return null;
    }
    if (pending.takeNothing()) {
      return null;
    }
    Data data = pending.take();
    if (data == null) {
      throw port.peerClosedException(length);
    }
    return data;
  }

  private boolean awaitBytes(long timeoutNanos) throws InterruptedException {
    return port.awaitUntil(this, Durations.deadline(timeoutNanos));
  }

  /** Waits for what the loop says of a demand that is for now: it does so within a few turns. */
  private boolean awaitLoop() throws InterruptedException {
    boolean said = false;
    while (!said && !port.loop().isTerminated()) {
      said = port.awaitUntil(this, System.nanoTime() + LOOK_NANOS);
    }
    return said;
  }

  /** Takes a demand back; false if it is being answered. */
  private boolean withdraw() {
    boolean withdrawn = pending.withdraw();
    if (withdrawn) {
      port.connection().ask(Connection.RECEIVE);
    }
    return withdrawn;
  }

  private void checkPassive(int length) {
    if (length < 0 || length > PortOptions.MAX_PASSIVE_LENGTH) {
      throw new IllegalArgumentException(
          "length is " + length + "; it must be 0 to " + PortOptions.MAX_PASSIVE_LENGTH);
    }
    if (length != 0 && !port.framing().isRaw()) {
      throw new IllegalArgumentException(
          "length is " + length + "; a framed port is received from by frames: use 0");
    }
    if (port.credit().isActive()) {
      throw new IllegalStateException(port + " is active; pause() it, or take its messages");
    }
    if (port.isEnded()) {
      throw port.closedException();
    }
  }

  /** Whether the wait is over: the loop has said something, or says nothing any more. */
  @Override
  public boolean isReady() {
    return pending.isDecided() || port.isEnded();
  }
}
