package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/** Order rejected. 24 bytes. Belongs to one thread. */
public final class OrderRejected extends OuchMessage {

  public static final int LENGTH = 24;

  public static final int TIMESTAMP_OFFSET = 1;
  public static final int TOKEN_OFFSET = 9;
  public static final int REASON_OFFSET = 23;

  /** Creates a flyweight that is nowhere yet. */
  public OrderRejected() {}

  /** Goes to a message that is there to be read. */
  public OrderRejected wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public OrderRejected encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.ORDER_REJECTED);
    return this;
  }

  /** Returns nanoseconds since midnight. */
  public long timestamp() {
    return getLong(TIMESTAMP_OFFSET);
  }

  public OrderRejected timestamp(long value) {
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

  public OrderRejected token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns why, one of {@link RejectReason}. */
  public byte reason() {
    return getByte(REASON_OFFSET);
  }

  public OrderRejected reason(byte value) {
    putByte(REASON_OFFSET, value);
    return this;
  }
}
