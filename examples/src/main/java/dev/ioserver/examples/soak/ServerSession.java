package dev.ioserver.examples.soak;

import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The side that accepts. */
final class ServerSession extends Session {

  private final long seed;
  private final ByteBuffer header = ByteBuffer.allocate(Plan.HEADER);

  /** What the header has named; null before it is here. */
  private @Nullable Talk talk;

  private boolean shutDown;

  /** A plan under way. */
  private record Talk(Plan plan, Incoming in, Outgoing out) {
    Talk(Plan plan) {
      this(plan, plan.serverIn(), plan.serverOut());
    }
  }

  /** A connection that was accepted. */
  ServerSession(Port port, long seed, long graceNanos, Tally tally, Alarms alarms) {
    super(port, tally, alarms, graceNanos);
    this.seed = seed;
    tally.serversOpen.incrementAndGet();
  }

  @Override
  void take(Data data) {
    ByteBuffer bytes = data.bytes();
    while (header.hasRemaining() && bytes.hasRemaining()) {
      header.put(bytes.get());
      if (!header.hasRemaining()) {
        begin();
      }
    }
    Talk now = talk;
    int length = bytes.remaining();
    if (now != null) {
      count(length, now.in.accept(bytes));
    }
  }

  @Override
  void advance() {
    Talk now = talk;
    if (now != null) {
      advance(now);
    }
  }

  private void advance(Talk now) {
    boolean hasAll = now.in.missing() == 0;
    switch (now.plan.ending()) {
      case CLIENT_SHUTS_DOWN -> {
        boolean may = now.plan.early() || peerHasEnded();
        if (may && now.out.sendAll(port) && peerHasEnded()) {
          leave();
        }
      }
      case SERVER_SHUTS_DOWN -> {
        if (!shutDown && now.out.sendAll(port)) {
          shutDown = true;
          port.shutdownOutput();
        }
        if (peerHasEnded()) {
          leave();
        }
      }
      case CLIENT_CLOSES -> {
        if (peerHasEnded()) {
          leave();
        }
      }
      case SERVER_CLOSES -> {
        if (hasAll && now.out.sendAll(port)) {
          leave();
        }
      }
      case SERVER_CUTS_OFF -> {
        if (now.out.sendAll(port)) {
          leave();
        }
      }
      case CLIENT_RESETS -> now.out.sendAll(port);
      case SERVER_RESETS -> {
        now.out.sendUpTo(port, now.plan.resetAt());
        if (now.out.position() + now.in.position() >= now.plan.resetAt()) {
          reset();
        }
      }
    }
  }

  @Override
  void judge() {
    tally.serversOpen.decrementAndGet();
    Talk now = talk;
    if (now == null) {
      return; // a client that resets may do so before it has said who it is
    }
    if (now.plan.ending().requestIsWhole) {
      mustBeWhole(now.in);
      mustNotFail();
    }
    if (now.plan.ending() == Ending.CLIENT_RESETS) {
      mustNotEndInOrder();
    }
  }

  @Override
  String name() {
    return "server of " + (talk == null ? port.remoteAddress() : talk.plan);
  }

  private void begin() {
    Plan plan = Plan.read(header.flip(), seed);
    header.position(header.limit());
    if (plan == null) {
      count(0, Plan.HEADER);
      reset();
      return;
    }
    talk = new Talk(plan);
    takeInSlowly(plan.slowServer());
  }
}
