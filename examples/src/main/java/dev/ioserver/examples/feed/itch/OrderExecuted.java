package dev.ioserver.examples.feed.itch;

/** A resting order was executed, wholly or in part. 31 bytes. Belongs to one thread. */
public final class OrderExecuted extends ItchMessage<OrderExecuted> {

  public static final int LENGTH = 31;

  static final int REFERENCE_OFFSET = 11;
  static final int SHARES_OFFSET = 19;
  static final int MATCH_NUMBER_OFFSET = 23;

  /** A flyweight that is nowhere yet. */
  public OrderExecuted() {
    super(Itch.ORDER_EXECUTED);
  }

  @Override
  OrderExecuted self() {
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long reference() {
    return getLong(REFERENCE_OFFSET);
  }

  public OrderExecuted reference(long value) {
    putLong(REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns the shares executed now. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public OrderExecuted shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the number that both sides of the execution share. */
  public long matchNumber() {
    return getLong(MATCH_NUMBER_OFFSET);
  }

  public OrderExecuted matchNumber(long value) {
    putLong(MATCH_NUMBER_OFFSET, value);
    return this;
  }
}
