package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A book that somebody else matches, followed from what is told of it; see {@link DepthListener}.
 *
 * <p>Each method returns whether what was told can be true of this book. If not, the book stays as
 * it is. Belongs to one thread; allocates as {@link OrderBook} does.
 */
public final class MirrorBook {

  private final BookSide bids = new BookSide(true);
  private final BookSide asks = new BookSide(false);
  private final ReferenceIndex orders = new ReferenceIndex();
  private final OrderPool pool = new OrderPool();
  private final int maxOrders;

  /**
   * Creates an empty book.
   *
   * @param maxOrders how many orders it may hold; more are refused, so that nobody who tells
   *     nonsense can fill the memory
   */
  public MirrorBook(int maxOrders) {
    this.maxOrders = maxOrders;
  }

  /** An order rests, behind those that have its price. */
  public boolean add(long reference, byte side, int shares, int price) {
    if (!isOrder(side, shares, price)
        || orders.size() == maxOrders
        || orders.get(reference) != null) {
      return false;
    }
    insert(pool.take(), reference, side, shares, price);
    return true;
  }

  /** An order has lost shares, executed or canceled; one that has none left is gone. */
  public boolean reduce(long reference, int shares) {
    Order order = orders.get(reference);
    if (order == null || shares < 1 || shares > order.shares()) {
      return false;
    }
    order.reduce(shares);
    if (order.shares() == 0) {
      remove(order);
      pool.release(order);
    }
    return true;
  }

  /** An order is gone. */
  public boolean delete(long reference) {
    Order order = orders.get(reference);
    if (order == null) {
      return false;
    }
    remove(order);
    pool.release(order);
    return true;
  }

  /** An order is gone, and another of the same side rests behind those that have its price. */
  public boolean replace(long reference, long newReference, int shares, int price) {
    Order order = orders.get(reference);
    if (order == null
        || !isOrder(order.side(), shares, price)
        || orders.get(newReference) != null) {
      return false;
    }
    remove(order);
    insert(order, newReference, order.side(), shares, price);
    return true;
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
    PriceLevel level = side(side).find(price);
    return level == null ? 0 : level.shares();
  }

  /** Returns all orders: bids and then asks, the best price first, the oldest first at each. */
  public List<RestingOrder> snapshot() {
    List<RestingOrder> all = new ArrayList<>();
    bids.addTo(all);
    asks.addTo(all);
    return all;
  }

  private void insert(Order order, long reference, byte side, int shares, int price) {
    order.rest(reference, side, shares, price);
    side(side).add(order);
    orders.add(order);
  }

  private void remove(Order order) {
    side(order.side()).remove(order);
    orders.remove(order);
  }

  private BookSide side(byte side) {
    return side == Ouch.BUY ? bids : asks;
  }

  private static boolean isOrder(byte side, int shares, int price) {
    return (side == Ouch.BUY || side == Ouch.SELL) && shares > 0 && price > 0;
  }

  private static int priceOf(@Nullable PriceLevel level) {
    return level == null ? 0 : level.price();
  }
}
