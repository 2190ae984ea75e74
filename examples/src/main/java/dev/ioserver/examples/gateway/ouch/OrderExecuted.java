package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/** Order executed, wholly or in part. 40 bytes. Belongs to one thread. */
public final class OrderExecuted extends OuchMessage {

  public static final int LENGTH = 40;

  public static final int TIMESTAMP_OFFSET = 1;
  public static final int TOKEN_OFFSET = 9;
  public static final int SHARES_OFFSET = 23;
  public static final int PRICE_OFFSET = 27;
  public static final int LIQUIDITY_OFFSET = 31;
  public static final int MATCH_NUMBER_OFFSET = 32;

  /** Creates a flyweight that is nowhere yet. */
  public OrderExecuted() {}

  /** Goes to a message that is there to be read. */
  public OrderExecuted wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public OrderExecuted encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.ORDER_EXECUTED);
    return this;
  }

  /** Returns nanoseconds since midnight. */
  public long timestamp() {
    return getLong(TIMESTAMP_OFFSET);
  }

  public OrderExecuted timestamp(long value) {
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

  public OrderExecuted token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
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

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public OrderExecuted price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }

  /** Returns {@link Ouch#ADDED_LIQUIDITY} or {@link Ouch#REMOVED_LIQUIDITY}. */
  public byte liquidity() {
    return getByte(LIQUIDITY_OFFSET);
  }

  public OrderExecuted liquidity(byte value) {
    putByte(LIQUIDITY_OFFSET, value);
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
