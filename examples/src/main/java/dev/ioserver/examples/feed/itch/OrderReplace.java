package dev.ioserver.examples.feed.itch;

/** A resting order is gone, and another one of its side rests. 35 bytes. Belongs to one thread. */
public final class OrderReplace extends ItchMessage<OrderReplace> {

  public static final int LENGTH = 35;

  static final int REFERENCE_OFFSET = 11;
  static final int NEW_REFERENCE_OFFSET = 19;
  static final int SHARES_OFFSET = 27;
  static final int PRICE_OFFSET = 31;

  /** A flyweight that is nowhere yet. */
  public OrderReplace() {
    super(Itch.ORDER_REPLACE);
  }

  @Override
  OrderReplace self() {
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return getLong(REFERENCE_OFFSET);
  }

  public OrderReplace reference(long value) {
    putLong(REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns the exchange's number for the order that rests now. */
  public long newReference() {
    return getLong(NEW_REFERENCE_OFFSET);
  }

  public OrderReplace newReference(long value) {
    putLong(NEW_REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns the open shares. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public OrderReplace shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public OrderReplace price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }
}
