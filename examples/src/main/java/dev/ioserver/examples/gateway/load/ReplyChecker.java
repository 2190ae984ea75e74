package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.gateway.ouch.OrderAccepted;
import dev.ioserver.examples.gateway.ouch.OrderCanceled;
import dev.ioserver.examples.gateway.ouch.OrderExecuted;
import dev.ioserver.examples.gateway.ouch.OrderRejected;
import dev.ioserver.examples.gateway.ouch.OrderReplaced;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import java.nio.ByteBuffer;

/**
 * Takes the replies to one client's orders, and holds each against the order it is about.
 *
 * <p>Belongs to one thread; allocates nothing after it is made.
 */
final class ReplyChecker {

  private final ClientOrders orders;
  private final OrderTable table;
  private final LoadBook book;
  private final OrderAccepted accepted = new OrderAccepted();
  private final OrderExecuted executed = new OrderExecuted();
  private final OrderCanceled canceled = new OrderCanceled();
  private final OrderReplaced replaced = new OrderReplaced();
  private final OrderRejected rejected = new OrderRejected();

  ReplyChecker(ClientOrders orders, LoadBook book) {
    this.orders = orders;
    this.table = orders.table();
    this.book = book;
  }

  void onReply(ByteBuffer buffer, int offset, int length, long nowNanos) {
    book.replies++;
    if (OuchFault.ofServerMessage(buffer, offset, length) != OuchFault.NONE) {
      book.inconsistencies++;
      return;
    }
    switch (buffer.get(offset)) {
      case Ouch.ORDER_ACCEPTED -> onAccepted(accepted.wrap(buffer, offset), nowNanos);
      case Ouch.ORDER_EXECUTED -> onExecuted(executed.wrap(buffer, offset));
      case Ouch.ORDER_CANCELED -> onCanceled(canceled.wrap(buffer, offset));
      case Ouch.ORDER_REPLACED -> onReplaced(replaced.wrap(buffer, offset));
      case Ouch.ORDER_REJECTED -> onRejected(rejected.wrap(buffer, offset), nowNanos);
      default -> {} // a system event is about no order
    }
  }

  private void onAccepted(OrderAccepted reply, long nowNanos) {
    int slot = orders.find(reply.tokenHigh(), reply.tokenLow());
    if (isPending(slot, false) && reply.shares() == table.openShares(slot)) {
      orders.tally(slot).accepted++;
      answered(slot, nowNanos);
      table.accept(slot);
    } else {
      book.inconsistencies++;
    }
  }

  private void onRejected(OrderRejected reply, long nowNanos) {
    int slot = orders.find(reply.tokenHigh(), reply.tokenLow());
    if (slot >= 0 && table.state(slot) == OrderTable.PENDING) {
      if (table.isMarked(slot, OrderTable.RESENT) && !table.isMarked(slot, OrderTable.REFUSED)) {
        // If this is the copy, it may well have overtaken the answer to the original.
        table.mark(slot, OrderTable.REFUSED);
        return;
      }
      orders.tally(slot).rejected++;
      if (!table.isMarked(slot, OrderTable.REPLACEMENT)) {
        answered(slot, nowNanos);
      }
      table.free(slot);
    } else if (book.resent == 0) {
      book.inconsistencies++; // else it is the copy of an order that was not lost after all
    }
  }

  private void onReplaced(OrderReplaced reply) {
    int slot = orders.find(reply.tokenHigh(), reply.tokenLow());
    int previous = orders.find(reply.previousTokenHigh(), reply.previousTokenLow());
    if (isPending(slot, true) && isOpen(previous) && reply.shares() == table.openShares(slot)) {
      orders.tally(slot).replaced++;
      table.accept(slot);
      table.free(previous);
    } else {
      book.inconsistencies++;
    }
  }

  private void onExecuted(OrderExecuted reply) {
    int slot = orders.find(reply.tokenHigh(), reply.tokenLow());
    int shares = reply.shares();
    if (!hasOpen(slot, shares) || !isAcceptable(slot, reply.price())) {
      book.inconsistencies++;
      return;
    }
    orders.tally(slot).executions++;
    if (table.side(slot) == Ouch.BUY) {
      book.sharesBought += shares;
    } else {
      book.sharesSold += shares;
    }
    table.reduce(slot, shares);
  }

  private void onCanceled(OrderCanceled reply) {
    int slot = orders.find(reply.tokenHigh(), reply.tokenLow());
    if (!hasOpen(slot, reply.shares())) {
      book.inconsistencies++;
      return;
    }
    orders.tally(slot).canceled++;
    table.reduce(slot, reply.shares());
  }

  private void answered(int slot, long nowNanos) {
    long dueNanos = table.dueNanos(slot);
    book.progress.orderAnswered(nowNanos - dueNanos);
    if (table.isMarked(slot, OrderTable.MEASURED)) {
      book.roundTrips.record(dueNanos, nowNanos);
    }
  }

  private boolean isPending(int slot, boolean replacement) {
    return slot >= 0
        && table.state(slot) == OrderTable.PENDING
        && table.isMarked(slot, OrderTable.REPLACEMENT) == replacement;
  }

  private boolean isOpen(int slot) {
    return slot >= 0 && table.state(slot) == OrderTable.OPEN;
  }

  private boolean hasOpen(int slot, int shares) {
    return isOpen(slot) && shares > 0 && shares <= table.openShares(slot);
  }

  private boolean isAcceptable(int slot, int price) {
    return table.side(slot) == Ouch.BUY ? price <= table.price(slot) : price >= table.price(slot);
  }
}
