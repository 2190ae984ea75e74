package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the session thread counts. It alone writes, by plain load and release store; any thread
 * reads, by acquire load. Nobody needs two numbers to be of the same moment.
 */
final class GatewayCounters {

  /** A number with one writer. */
  static final class Count {
    private final AtomicLong value = new AtomicLong();

    void add(int amount) {
      value.setRelease(value.getPlain() + amount);
    }

    long get() {
      return value.getAcquire();
    }
  }

  final Count connections = new Count();
  final Count sessions = new Count();
  final Count logins = new Count();
  final Count failures = new Count();
  private final Count orders = new Count();
  private final Count cancels = new Count();
  private final Count replaces = new Count();
  private final Count accepted = new Count();
  private final Count executed = new Count();
  private final Count canceled = new Count();
  private final Count replaced = new Count();
  private final Count rejected = new Count();
  private final Count messagesOut = new Count();

  /** A message of a client, by its type. */
  void received(byte type) {
    switch (type) {
      case Ouch.ENTER_ORDER -> orders.add(1);
      case Ouch.CANCEL_ORDER -> cancels.add(1);
      case Ouch.REPLACE_ORDER -> replaces.add(1);
      default -> throw new AssertionError("type " + type);
    }
  }

  /** A message to a client, by its type. */
  void sent(byte type) {
    messagesOut.add(1);
    switch (type) {
      case Ouch.ORDER_ACCEPTED -> accepted.add(1);
      case Ouch.ORDER_EXECUTED -> executed.add(1);
      case Ouch.ORDER_CANCELED -> canceled.add(1);
      case Ouch.ORDER_REPLACED -> replaced.add(1);
      case Ouch.ORDER_REJECTED -> rejected.add(1);
      default -> {} // a system event is a message and nothing else
    }
  }

  GatewayStatistics snapshot() {
    return new GatewayStatistics(
        connections.get(),
        sessions.get(),
        logins.get(),
        failures.get(),
        orders.get(),
        cancels.get(),
        replaces.get(),
        accepted.get(),
        executed.get(),
        canceled.get(),
        replaced.get(),
        rejected.get(),
        messagesOut.get());
  }
}
