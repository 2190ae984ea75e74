package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import java.nio.ByteBuffer;

/**
 * The orders of one client: sends them, and closes in time those that rest.
 *
 * <p>A token is a number: where the run's numbers begin, plus the order's sequence number. After
 * {@link #LIFE} further orders one that still rests is canceled, or replaced first if the plan says
 * so. Belongs to one thread; allocates nothing after it is made.
 */
final class ClientOrders {

  /** Where messages go. */
  @FunctionalInterface
  interface Output {
    /** Sends a message, or returns false if that cannot be done now. */
    boolean send(ByteBuffer buffer, int offset, int length);
  }

  /** How many orders later one that rests is closed. */
  static final int LIFE = 64;

  private final OrderTable table;
  private final OrderPlan plan;
  private final LoadBook book;
  private final Output output;
  private final long firstToken;
  private final EnterOrder enterOrder = new EnterOrder();
  private final ReplaceOrder replaceOrder = new ReplaceOrder();
  private final CancelOrder cancelOrder = new CancelOrder();
  private final ByteBuffer cancelMessage = ByteBuffer.allocate(CancelOrder.LENGTH);

  private long nextSequence;
  private long nextIndex;

  ClientOrders(OrderTable table, OrderPlan plan, LoadBook book, Output output, long firstToken) {
    this.table = table;
    this.plan = plan;
    this.book = book;
    this.output = output;
    this.firstToken = firstToken;
  }

  /** How many orders of the plan were sent. */
  long sent() {
    return nextIndex;
  }

  /** How many orders and replacements are unanswered. */
  int pending() {
    return table.pending();
  }

  /** Whether every order is answered and over. */
  boolean isClear() {
    return table.pending() + table.open() == 0;
  }

  /** Where replies find their orders. */
  OrderTable table() {
    return table;
  }

  /** The slot of the order with this token, or -1 if it is over, or none of this client's. */
  int find(long tokenHigh, long tokenLow) {
    long number = Token.number(tokenHigh, tokenLow);
    return number < firstToken ? -1 : table.find(number - firstToken);
  }

  /**
   * Sends the next order of the plan.
   *
   * @param dueNanos when it was to be sent
   * @return whether it was sent; if not, there is no room for it now
   */
  boolean enter(long dueNanos, boolean measured) {
    int slot = table.slot(nextSequence);
    if (!isFree(slot)) {
      return false;
    }
    enterOrder
        .encode(table.messages(), table.offset(slot))
        .token(high(nextSequence), low(nextSequence));
    plan.fill(enterOrder, nextIndex);
    if (!output.send(table.messages(), table.offset(slot), EnterOrder.LENGTH)) {
      return false;
    }
    int marks =
        (measured ? OrderTable.MEASURED : 0)
            | (plan.isReplaceable(nextIndex) ? OrderTable.REPLACEABLE : 0);
    table.begin(slot, nextSequence, dueNanos, marks);
    table.terms(slot, enterOrder.side(), enterOrder.price(), enterOrder.shares());
    book.tally(measured).sent++;
    book.progress.orderSent();
    nextSequence++;
    nextIndex++;
    retire(nextSequence - LIFE);
    return true;
  }

  /** Sends a cancel for every open order, even if one was sent before. */
  void cancelAll() {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.state(slot) == OrderTable.OPEN && !cancel(slot)) {
        return;
      }
    }
  }

  /**
   * Sends again what is unanswered: it may have been lost with a connection. What was not lost will
   * be rejected, since its token is known.
   */
  void resend() {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.state(slot) == OrderTable.OPEN) {
        table.unmark(slot, OrderTable.CLOSING);
      } else if (table.state(slot) == OrderTable.PENDING) {
        int length =
            table.isMarked(slot, OrderTable.REPLACEMENT) ? ReplaceOrder.LENGTH : EnterOrder.LENGTH;
        if (!output.send(table.messages(), table.offset(slot), length)) {
          return;
        }
        table.mark(slot, OrderTable.RESENT);
        book.resent++;
      }
    }
  }

  /**
   * Counts what is unanswered as lost, unless its only answer was a rejection, and what is not over
   * as an inconsistency.
   *
   * @param mayRest whether orders that rest are no inconsistency
   */
  void settle(boolean mayRest) {
    for (int slot = 0; slot < table.capacity(); slot++) {
      if (table.state(slot) == OrderTable.PENDING) {
        if (table.isMarked(slot, OrderTable.REFUSED)) {
          tally(slot).rejected++;
        } else {
          tally(slot).lost++;
        }
      } else if (table.state(slot) == OrderTable.OPEN && !mayRest) {
        book.inconsistencies++;
      }
    }
  }

  OrderTally tally(int slot) {
    return book.tally(table.isMarked(slot, OrderTable.MEASURED));
  }

  /** Whether a slot can be taken; asks an order that rests there to go. */
  private boolean isFree(int slot) {
    if (table.state(slot) == OrderTable.OPEN && !table.isMarked(slot, OrderTable.CLOSING)) {
      cancel(slot);
    }
    return table.state(slot) == OrderTable.FREE;
  }

  /** Closes an order if it rests. Should there be no room now, its slot's next user does it. */
  private void retire(long sequence) {
    int slot = sequence < 0 ? -1 : table.find(sequence);
    if (slot < 0
        || table.state(slot) != OrderTable.OPEN
        || table.isMarked(slot, OrderTable.CLOSING)) {
      return;
    }
    if (!table.isMarked(slot, OrderTable.REPLACEABLE) || !replace(slot)) {
      cancel(slot);
    }
  }

  private boolean replace(int existing) {
    int slot = table.slot(nextSequence);
    if (table.state(slot) != OrderTable.FREE) {
      return false;
    }
    byte side = table.side(existing);
    int price = OrderPlan.replacementPrice(side, table.price(existing));
    int shares = table.openShares(existing);
    long replaced = table.sequence(existing);
    replaceOrder
        .encode(table.messages(), table.offset(slot))
        .existingToken(high(replaced), low(replaced))
        .token(high(nextSequence), low(nextSequence))
        .shares(shares)
        .price(price)
        .timeInForce(Ouch.MARKET_HOURS)
        .plain();
    if (!output.send(table.messages(), table.offset(slot), ReplaceOrder.LENGTH)) {
      return false;
    }
    boolean measured = table.isMarked(existing, OrderTable.MEASURED);
    int marks = OrderTable.REPLACEMENT | (measured ? OrderTable.MEASURED : 0);
    table.begin(slot, nextSequence, 0, marks);
    table.terms(slot, side, price, shares);
    table.mark(existing, OrderTable.CLOSING);
    book.tally(measured).replacesSent++;
    nextSequence++;
    return true;
  }

  private boolean cancel(int slot) {
    long sequence = table.sequence(slot);
    cancelOrder.encode(cancelMessage, 0).token(high(sequence), low(sequence)).shares(0);
    if (!output.send(cancelMessage, 0, CancelOrder.LENGTH)) {
      return false;
    }
    table.mark(slot, OrderTable.CLOSING);
    tally(slot).cancelsSent++;
    return true;
  }

  private long high(long sequence) {
    return Token.numberedHigh(firstToken + sequence);
  }

  private long low(long sequence) {
    return Token.numberedLow(firstToken + sequence);
  }
}
