package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.gateway.fix.FixSequences;
import dev.ioserver.examples.gateway.fix.FixWriter;
import dev.ioserver.examples.gateway.fixorders.FixOrders;
import dev.ioserver.examples.gateway.fixorders.FixPublisher;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the door of FIX keeps of a user, connected or not: the messages so far, the orders, and the
 * connection if there is one. The session thread's.
 */
final class FixAccount implements Outlet, FixPublisher {

  private final FixSequences sequences;
  private final FixOrders orders;
  private @Nullable Account account;
  private @Nullable FixConnection connection;

  FixAccount(FixSequences sequences, int maxOrders) {
    this.sequences = sequences;
    orders = new FixOrders(this, System::currentTimeMillis, maxOrders);
  }

  /** Opens the account at the exchange, whose first message comes at once. */
  void open(Exchange exchange, String user) {
    account = exchange.openAccount(user, this);
  }

  /** The same user's account at the exchange. */
  Account exchangeAccount() {
    return Objects.requireNonNull(account, "not opened yet");
  }

  FixSequences sequences() {
    return sequences;
  }

  FixOrders orders() {
    return orders;
  }

  /** The connection that is logged on now, or null. */
  void connection(@Nullable FixConnection value) {
    connection = value;
  }

  @Override
  public boolean deliver(ByteBuffer message, int offset, int length) {
    return orders.onAnswer(message, offset);
  }

  @Override
  public boolean publish(int type, FixWriter fields) {
    FixConnection there = connection;
    if (there == null) {
      return sequences.append(type, System.currentTimeMillis(), fields);
    }
    try {
      return there.publish(type, fields);
    } catch (RuntimeException e) {
      there.onInternalError(e);
      return false;
    }
  }
}
