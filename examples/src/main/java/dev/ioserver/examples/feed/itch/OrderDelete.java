package dev.ioserver.examples.feed.itch;

/** A resting order is gone. 19 bytes. Belongs to one thread. */
public final class OrderDelete extends ItchMessage<OrderDelete> {

  public static final int LENGTH = 19;

  static final int REFERENCE_OFFSET = 11;

  /** A flyweight that is nowhere yet. */
  public OrderDelete() {
    super(Itch.ORDER_DELETE);
  }

  @Override
  OrderDelete self() {
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return getLong(REFERENCE_OFFSET);
  }

  public OrderDelete reference(long value) {
    putLong(REFERENCE_OFFSET, value);
    return this;
  }
}
