package dev.ioserver.examples.gateway.ouch;

import dev.ioserver.examples.gateway.wire.Ascii;

/**
 * Checks the fields of client messages that are whole ({@link OuchFault#NONE}).
 *
 * <p>Of several things that are wrong, the first in the order of the message counts. Allocates
 * nothing; stateless.
 */
public final class OrderChecks {

  private static final long BLANK_STOCK = Ascii.pack("", Ouch.STOCK_LENGTH);

  private OrderChecks() {}

  /** Returns why a new order is to be rejected, or {@link RejectReason#NONE}. */
  public static byte check(EnterOrder order) {
    if (!Token.isValid(order.tokenHigh(), order.tokenLow()) || !isSide(order.side())) {
      return RejectReason.OTHER;
    }
    if (!isShares(order.shares())) {
      return RejectReason.INVALID_SHARES;
    }
    if (!isStock(order.stock())) {
      return RejectReason.INVALID_STOCK;
    }
    return checkTerms(order.price(), order.timeInForce(), order.display(), order.minimumQuantity());
  }

  /** Returns why a replacement is to be rejected, or {@link RejectReason#NONE}. */
  public static byte check(ReplaceOrder order) {
    if (!Token.isValid(order.tokenHigh(), order.tokenLow())) {
      return RejectReason.OTHER;
    }
    if (!isShares(order.shares())) {
      return RejectReason.INVALID_SHARES;
    }
    return checkTerms(order.price(), order.timeInForce(), order.display(), order.minimumQuantity());
  }

  private static byte checkTerms(int price, int timeInForce, byte display, int minimumQuantity) {
    if (price < 1 || price > Ouch.MAX_PRICE) {
      return RejectReason.INVALID_PRICE;
    }
    if (timeInForce < 0) {
      return RejectReason.OTHER;
    }
    if (display != Ouch.DISPLAY_ANONYMOUS && display != Ouch.DISPLAY_ATTRIBUTABLE) {
      return RejectReason.INVALID_DISPLAY;
    }
    return minimumQuantity == 0 ? RejectReason.NONE : RejectReason.INVALID_MINIMUM_QUANTITY;
  }

  private static boolean isSide(byte side) {
    return side == Ouch.BUY || side == Ouch.SELL;
  }

  private static boolean isShares(int shares) {
    return shares >= 1 && shares <= Ouch.MAX_SHARES;
  }

  private static boolean isStock(long stock) {
    return stock != BLANK_STOCK && Ascii.isPrintable(stock, Ouch.STOCK_LENGTH);
  }
}
