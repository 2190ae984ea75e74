package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.OrderChecks;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order book of one stock, with price-time priority.
 *
 * <ul>
 *   <li>An incoming order executes against the best opposite prices, the oldest order first at
 *       each, at the price of the resting order. What remains rests, or is canceled if the order is
 *       immediate-or-cancel. Any other time in force rests until it is canceled.
 *   <li>A cancel names the open shares that should remain. The order keeps its place in the queue.
 *       A cancel of an order that is not in the book, or that takes nothing off, is ignored: that
 *       is how the protocol has it, since the order may have been executed meanwhile.
 *   <li>A replacement always goes to the end of the queue, even if all it does is reduce the order;
 *       that is what the cancel is for. It gets a new reference, keeps side, stock, firm, capacity
 *       and cross type, and executes at once if its new price allows. If the replacement is
 *       rejected, the existing order stays as it is.
 *   <li>A token must not be in the book already for the same owner. That it was not used earlier in
 *       the day is for the caller to check.
 *   <li>Orders of one owner do execute against each other.
 * </ul>
 *
 * <p>Belongs to one thread. See the package for what it allocates.
 */
public final class OrderBook {

  private final long stock;
  private final int maxOrders;
  private final NumberSequence references;
  private final NumberSequence matches;
  private final BookListener listener;
  private final DepthListener depth;
  private final BookSide bids = new BookSide(true);
  private final BookSide asks = new BookSide(false);
  private final OrderIndex orders = new OrderIndex();
  private final OrderPool pool = new OrderPool();

  /**
   * Creates an empty book.
   *
   * @param stock the stock's symbol, packed
   * @param maxOrders how many orders may rest at once; while that many do, new ones are rejected
   * @param references where order references come from
   * @param matches where match numbers come from
   * @param listener hears what the owners of orders are told
   * @param depth hears what all the world is told
   */
  public OrderBook(
      long stock,
      int maxOrders,
      NumberSequence references,
      NumberSequence matches,
      BookListener listener,
      DepthListener depth) {
    this.stock = stock;
    this.maxOrders = maxOrders;
    this.references = references;
    this.matches = matches;
    this.listener = listener;
    this.depth = depth;
  }

  /**
   * Enters an order: it is accepted or rejected, and executed as far as possible.
   *
   * @param owner who sent it
   */
  public void enter(int owner, EnterOrder message) {
    byte reason = check(owner, message);
    if (reason != RejectReason.NONE) {
      listener.onRejected(owner, message.tokenHigh(), message.tokenLow(), reason);
      return;
    }
    Order order = pool.take();
    order.enter(owner, message, references.next());
    listener.onAccepted(order);
    match(order);
    if (settle(order)) {
      depth.onRested(order);
    }
  }

  /**
   * Reduces an order to the open shares that the message wants to remain.
   *
   * @param owner who sent it
   * @return whether anything was taken off; if not, nothing is reported
   */
  public boolean cancel(int owner, CancelOrder message) {
    Order order = orders.get(owner, message.tokenHigh(), message.tokenLow());
    if (order == null || Integer.compareUnsigned(message.shares(), order.shares()) >= 0) {
      return false;
    }
    int canceled = order.shares() - message.shares();
    order.reduce(canceled);
    listener.onCanceled(order, canceled, Ouch.CANCELED_BY_USER);
    if (order.shares() == 0) {
      depth.onRemoved(order.reference());
      remove(order);
      pool.release(order);
    } else {
      depth.onReduced(order, canceled);
    }
    return true;
  }

  /**
   * Replaces an order by another, or rejects the other.
   *
   * @param owner who sent it
   */
  public void replace(int owner, ReplaceOrder message) {
    Order order = orders.get(owner, message.existingTokenHigh(), message.existingTokenLow());
    byte reason = order == null ? RejectReason.OTHER : check(owner, message);
    if (order == null || reason != RejectReason.NONE) {
      listener.onRejected(owner, message.tokenHigh(), message.tokenLow(), reason);
      return;
    }
    remove(order);
    long previous = order.reference();
    order.replace(message, references.next());
    listener.onReplaced(order, message.existingTokenHigh(), message.existingTokenLow());
    boolean movesOnly = !order.isImmediate() && !meets(order);
    if (!movesOnly) {
      depth.onRemoved(previous);
    }
    match(order);
    if (settle(order)) {
      if (movesOnly) {
        depth.onReplaced(order, previous);
      } else {
        depth.onRested(order);
      }
    }
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return stock;
  }

  /** Returns how many orders rest. */
  public int orderCount() {
    return orders.size();
  }

  /** Returns the highest price bid in ten-thousandths, 0 if there is none. */
  public int bestBid() {
    return priceOf(bids.best());
  }

  /** Returns the lowest price asked in ten-thousandths, 0 if there is none. */
  public int bestAsk() {
    return priceOf(asks.best());
  }

  /** Returns the open shares at a price of the side {@link Ouch#BUY} or {@link Ouch#SELL}. */
  public long sharesAt(byte side, int price) {
    PriceLevel level = (side == Ouch.BUY ? bids : asks).find(price);
    return level == null ? 0 : level.shares();
  }

  /** Returns all orders: bids and then asks, the best price first, the oldest first at each. */
  public List<RestingOrder> snapshot() {
    List<RestingOrder> all = new ArrayList<>();
    bids.addTo(all);
    asks.addTo(all);
    return all;
  }

  /**
   * Writes all orders and the numbers that come next. Equal books write equal bytes.
   *
   * @throws IOException from {@code out}
   */
  public void save(DataOutput out) throws IOException {
    out.writeLong(references.peek());
    out.writeLong(matches.peek());
    out.writeInt(orders.size());
    bids.save(out);
    asks.save(out);
  }

  /**
   * Reads what {@link #save} has written, into a book that is still empty. Nobody hears of it.
   *
   * @throws IOException from {@code in}
   */
  public void restore(DataInput in) throws IOException {
    references.moveTo(in.readLong());
    matches.moveTo(in.readLong());
    for (int left = in.readInt(); left > 0; left--) {
      Order order = pool.take();
      order.restore(in, stock);
      side(order).add(order);
      orders.add(order);
    }
  }

  private byte check(int owner, EnterOrder message) {
    byte reason = OrderChecks.check(message);
    if (reason != RejectReason.NONE) {
      return reason;
    }
    if (message.stock() != stock) {
      return RejectReason.INVALID_STOCK;
    }
    boolean used = orders.get(owner, message.tokenHigh(), message.tokenLow()) != null;
    return used || orders.size() == maxOrders ? RejectReason.OTHER : RejectReason.NONE;
  }

  private byte check(int owner, ReplaceOrder message) {
    byte reason = OrderChecks.check(message);
    if (reason != RejectReason.NONE) {
      return reason;
    }
    boolean used = orders.get(owner, message.tokenHigh(), message.tokenLow()) != null;
    return used ? RejectReason.OTHER : RejectReason.NONE;
  }

  /** What executions have left of an order rests, or is dropped; returns whether it rests. */
  private boolean settle(Order order) {
    if (order.shares() == 0) {
      pool.release(order);
      return false;
    }
    if (order.isImmediate()) {
      int canceled = order.shares();
      order.reduce(canceled);
      listener.onCanceled(order, canceled, Ouch.CANCELED_IMMEDIATE);
      pool.release(order);
      return false;
    }
    side(order).add(order);
    orders.add(order);
    return true;
  }

  private boolean meets(Order order) {
    PriceLevel level = opposite(order).best();
    return level != null && accepts(order, level.price());
  }

  private void match(Order order) {
    BookSide opposite = opposite(order);
    while (order.shares() > 0) {
      PriceLevel level = opposite.best();
      if (level == null || !accepts(order, level.price())) {
        return;
      }
      execute(level.first(), order, level.price());
    }
  }

  private void execute(Order resting, Order incoming, int price) {
    int shares = Math.min(resting.shares(), incoming.shares());
    long matchNumber = matches.next();
    resting.reduce(shares);
    incoming.reduce(shares);
    listener.onExecuted(resting, shares, price, Ouch.ADDED_LIQUIDITY, matchNumber);
    listener.onExecuted(incoming, shares, price, Ouch.REMOVED_LIQUIDITY, matchNumber);
    depth.onRestingExecuted(resting, shares, matchNumber);
    if (resting.shares() == 0) {
      remove(resting);
      pool.release(resting);
    }
  }

  private void remove(Order order) {
    side(order).remove(order);
    orders.remove(order);
  }

  private BookSide side(Order order) {
    return order.isBuy() ? bids : asks;
  }

  private BookSide opposite(Order order) {
    return order.isBuy() ? asks : bids;
  }

  private static boolean accepts(Order order, int price) {
    return order.isBuy() ? price <= order.price() : price >= order.price();
  }

  private static int priceOf(@Nullable PriceLevel level) {
    return level == null ? 0 : level.price();
  }
}
