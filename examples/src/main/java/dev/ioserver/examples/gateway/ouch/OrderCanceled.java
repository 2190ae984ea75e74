package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/** Order canceled, wholly or in part. 28 bytes. Belongs to one thread. */
public final class OrderCanceled extends OuchMessage {

  public static final int LENGTH = 28;

  public static final int TIMESTAMP_OFFSET = 1;
  public static final int TOKEN_OFFSET = 9;
  public static final int SHARES_OFFSET = 23;
  public static final int REASON_OFFSET = 27;

  /** Creates a flyweight that is nowhere yet. */
  public OrderCanceled() {}

  /** Goes to a message that is there to be read. */
  public OrderCanceled wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public OrderCanceled encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.ORDER_CANCELED);
    return this;
  }

  /** Returns nanoseconds since midnight. */
  public long timestamp() {
    return getLong(TIMESTAMP_OFFSET);
  }

  public OrderCanceled timestamp(long value) {
    putLong(TIMESTAMP_OFFSET, value);
    return this;
  }

  /** Returns the first half of the client's name for the order; see {@link Token}. */
  public long tokenHigh() {
    return getTokenHigh(TOKEN_OFFSET);
  }

  /** Returns the second half of the client's name for the order. */
  public long tokenLow() {
    return getTokenLow(TOKEN_OFFSET);
  }

  public OrderCanceled token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns the shares taken off the order. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public OrderCanceled shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns why, for instance {@link Ouch#CANCELED_BY_USER}. */
  public byte reason() {
    return getByte(REASON_OFFSET);
  }

  public OrderCanceled reason(byte value) {
    putByte(REASON_OFFSET, value);
    return this;
  }
}
