package dev.ioserver.examples.feed.itch;

/** A resting order was canceled in part. 23 bytes. Belongs to one thread. */
public final class OrderCancel extends ItchMessage<OrderCancel> {

  public static final int LENGTH = 23;

  static final int REFERENCE_OFFSET = 11;
  static final int SHARES_OFFSET = 19;

  /** A flyweight that is nowhere yet. */
  public OrderCancel() {
    super(Itch.ORDER_CANCEL);
  }

  @Override
  OrderCancel self() {
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return getLong(REFERENCE_OFFSET);
  }

  public OrderCancel reference(long value) {
    putLong(REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns the shares taken off. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public OrderCancel shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }
}
