package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.util.List;

/**
 * What a client orders, the same in every run.
 *
 * <p>Orders come in pairs, a purchase and a sale of as many shares of the same stock, so that the
 * market stays balanced. Three pairs of five are at the middle price and execute against whoever is
 * there; two are some cents away from it and rest. Of those, every other one will be replaced
 * before it is canceled. Immutable; allocates nothing.
 */
final class OrderPlan {

  private static final int CENT = Ouch.PRICE_UNITS / 100;
  private static final int LOT = 100;

  private final long[] stocks;
  private final int client;

  OrderPlan(List<String> symbols, int client) {
    stocks = symbols.stream().mapToLong(s -> Ascii.pack(s, Ouch.STOCK_LENGTH)).toArray();
    this.client = client;
  }

  /** Fills in side, stock, shares and price of the client's order number {@code index}, from 0. */
  void fill(EnterOrder order, long index) {
    byte side = ((index ^ client) & 1) == 0 ? Ouch.BUY : Ouch.SELL;
    order
        .side(side)
        .stock(stocks[stock(index)])
        .shares(shares(index))
        .price(price(index, side))
        .timeInForce(Ouch.MARKET_HOURS)
        .plain();
  }

  private int shares(long index) {
    return LOT * (1 + (int) ((pair(index) * 7 + client) % 5));
  }

  /** Whether the order is to be replaced once while it rests. */
  boolean isReplaceable(long index) {
    return pair(index) % 5 == 4;
  }

  /** The price of a replacement: a cent further away from the middle. */
  static int replacementPrice(byte side, int price) {
    return side == Ouch.BUY ? price - CENT : price + CENT;
  }

  private int price(long index, byte side) {
    int middle = (100 + 10 * stock(index)) * Ouch.PRICE_UNITS;
    int kind = (int) (pair(index) % 5);
    if (kind != 1 && kind != 4) {
      return middle;
    }
    int away = CENT * (1 + (int) (pair(index) % 7));
    return side == Ouch.BUY ? middle - away : middle + away;
  }

  private int stock(long index) {
    return (int) ((pair(index) + client) % stocks.length);
  }

  private static long pair(long index) {
    return index >> 1;
  }
}
