package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;

/** The side that connects. */
final class ClientSession extends Session {

  private final Plan plan;
  private final long seed;
  private final long idleNanos;
  private final Incoming in;
  private final Outgoing out;
  private boolean speaking;
  private boolean shutDown;

  /**
   * A connection that is being made.
   *
   * @param idleNanos how long it says nothing at first
   */
  ClientSession(Port port, Plan plan, long seed, long idleNanos, Tally tally, Alarms alarms) {
    super(port, tally, alarms, idleNanos);
    this.plan = plan;
    this.seed = seed;
    this.idleNanos = idleNanos;
    in = plan.clientIn();
    out = plan.clientOut();
    tally.opened(plan.ending());
    if (idleNanos > 0) {
      tally.idle.incrementAndGet();
    }
  }

  void onConnected() {
    if (idleNanos > 0) {
      alarms.set(idleNanos, this::begin);
    } else {
      begin();
    }
  }

  @Override
  void take(Data data) {
    int length = data.length();
    count(length, in.accept(data.bytes()));
  }

  @Override
  void advance() {
    if (!speaking) {
      return;
    }
    switch (plan.ending()) {
      case CLIENT_SHUTS_DOWN -> {
        if (!shutDown && out.sendAll(port)) {
          shutDown = true;
          port.shutdownOutput();
        }
        leaveAfterPeer();
      }
      case SERVER_SHUTS_DOWN -> {
        if (peerHasEnded() && out.sendAll(port)) {
          leave();
        }
      }
      case CLIENT_CLOSES -> {
        if (out.sendAll(port)) {
          leave();
        }
      }
      case SERVER_CLOSES, SERVER_CUTS_OFF -> {
        if (!peerHasEnded()) {
          out.sendAll(port);
        }
        leaveAfterPeer();
      }
      case SERVER_RESETS -> out.sendAll(port);
      case CLIENT_RESETS -> {
        out.sendUpTo(port, plan.resetAt());
        if (out.position() + in.position() >= plan.resetAt()) {
          reset();
        }
      }
    }
  }

  @Override
  void judge() {
    tally.clientsOpen.decrementAndGet();
    if (idleNanos > 0 && !speaking) {
      tally.idle.decrementAndGet();
    }
    if (plan.ending().replyIsWhole) {
      mustBeWhole(in);
    }
    if (plan.ending().requestIsWhole) {
      mustNotFail();
    }
    if (plan.ending() == Ending.SERVER_RESETS) {
      mustNotEndInOrder();
    }
  }

  @Override
  String name() {
    return "client of " + plan;
  }

  private void begin() {
    if (isOver()) {
      return;
    }
    speaking = true;
    if (idleNanos > 0) {
      tally.idle.decrementAndGet();
    }
    if (plan.ending() == Ending.CLIENT_RESETS && plan.resetAt() == 0) {
      reset();
      return;
    }
    try {
      port.trySend(plan.header(seed));
    } catch (ChannelClosedException e) {
      return; // the port's messages say why
    }
    welcome(plan.slowClient());
    step();
  }

  private void leaveAfterPeer() {
    if (peerHasEnded()) {
      leave();
    }
  }
}
