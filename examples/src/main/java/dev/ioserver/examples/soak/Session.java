package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Timer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One side of a connection. Belongs to the thread that receives from its port. */
abstract class Session {

  /** Messages that may be under way to a session. */
  private static final int CREDIT = 16;

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A port that has not ended by then never ends. */
  private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(90);

  final Port port;
  final Tally tally;
  final Alarms alarms;

  private final Timer life;
  private boolean slow;
  private boolean peerEnded;
  private boolean leaving;
  private boolean over;
  private @Nullable IOException failure;

  /**
   * A session that has just begun.
   *
   * @param graceNanos time that its plan spends on doing nothing
   */
  Session(Port port, Tally tally, Alarms alarms, long graceNanos) {
    this.port = port;
    this.tally = tally;
    this.alarms = alarms;
    life = alarms.set(LIFE_NANOS + graceNanos, this::tooOld);
  }

  /** Takes bytes from the peer. */
  abstract void take(Data data);

  /** Goes on with what the plan says, as far as it can. Not called after {@link #leave}. */
  abstract void advance();

  /** The port is closed: judges what came. */
  abstract void judge();

  /** Which side of which connection it is. */
  abstract String name();

  void onData(Data data) {
    take(data);
    data.release();
    if (slow) {
      alarms.set(SLOW_NANOS, this::welcomeOne);
    } else {
      welcomeOne();
    }
    step();
  }

  void onPeerClosed() {
    peerEnded = true;
    step();
  }

  void onFailed(IOException cause) {
    failure = cause;
  }

  void onClosed() {
    over = true;
    alarms.cancel(life);
    judge();
  }

  final void step() {
    if (!leaving && !over) {
      advance();
    }
  }

  /** Receives from now on: at full speed, or with a pause after each message. */
  final void welcome(boolean slowly) {
    slow = slowly;
    port.active(slowly ? 1 : CREDIT);
  }

  final void takeInSlowly(boolean slowly) {
    slow = slowly;
  }

  final void leave() {
    leaving = true;
    port.close();
  }

  final void reset() {
    leaving = true;
    port.abort();
  }

  final boolean isOver() {
    return over;
  }

  final boolean peerHasEnded() {
    return peerEnded;
  }

  final void count(int bytes, long wrong) {
    tally.bytes.add(bytes);
    if (wrong > 0) {
      tally.bytesWrong.add(wrong);
      tally.note(name() + ": " + wrong + " bytes are not those that were sent");
    }
  }

  /** Notes what is missing of a stream that must be whole. */
  final void mustBeWhole(Incoming in) {
    if (in.missing() > 0) {
      tally.bytesMissing.add(in.missing());
      tally.note(name() + ": " + in.missing() + " bytes are missing; failure: " + failure);
    }
  }

  /** Notes an end that does not fit the plan. */
  final void mustNotFail() {
    if (failure != null) {
      tally.wrongEnds.increment();
      tally.note(name() + ": failed, though nobody reset it: " + failure);
    }
  }

  /** Notes an orderly end where the peer reset. */
  final void mustNotEndInOrder() {
    if (peerEnded) {
      tally.wrongEnds.increment();
      tally.note(name() + ": ended in good order, though the peer reset it");
    }
  }

  private void welcomeOne() {
    if (!over) {
      port.active(1);
    }
  }

  private void tooOld() {
    tally.neverEnded.increment();
    tally.note(name() + ": has not ended");
    reset();
  }
}
