package dev.ioserver.examples.feed.itch;

/** An order rests from now on. 36 bytes. Belongs to one thread. */
public final class AddOrder extends ItchMessage<AddOrder> {

  public static final int LENGTH = 36;

  static final int REFERENCE_OFFSET = 11;
  static final int SIDE_OFFSET = 19;
  static final int SHARES_OFFSET = 20;
  static final int STOCK_OFFSET = 24;
  static final int PRICE_OFFSET = 32;

  /** A flyweight that is nowhere yet. */
  public AddOrder() {
    super(Itch.ADD_ORDER);
  }

  @Override
  AddOrder self() {
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return getLong(REFERENCE_OFFSET);
  }

  public AddOrder reference(long value) {
    putLong(REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns {@link Itch#BUY} or {@link Itch#SELL}. */
  public byte side() {
    return getByte(SIDE_OFFSET);
  }

  public AddOrder side(byte value) {
    putByte(SIDE_OFFSET, value);
    return this;
  }

  /** Returns the open shares. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public AddOrder shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return getLong(STOCK_OFFSET);
  }

  public AddOrder stock(long value) {
    putLong(STOCK_OFFSET, value);
    return this;
  }

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public AddOrder price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }
}
