package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/** Order accepted: the order as the exchange has it. 66 bytes. Belongs to one thread. */
public final class OrderAccepted extends OuchMessage {

  public static final int LENGTH = 66;

  public static final int TIMESTAMP_OFFSET = 1;
  public static final int TOKEN_OFFSET = 9;
  public static final int SIDE_OFFSET = 23;
  public static final int SHARES_OFFSET = 24;
  public static final int STOCK_OFFSET = 28;
  public static final int PRICE_OFFSET = 36;
  public static final int TIME_IN_FORCE_OFFSET = 40;
  public static final int FIRM_OFFSET = 44;
  public static final int DISPLAY_OFFSET = 48;
  public static final int ORDER_REFERENCE_OFFSET = 49;
  public static final int CAPACITY_OFFSET = 57;
  public static final int SWEEP_OFFSET = 58;
  public static final int MINIMUM_QUANTITY_OFFSET = 59;
  public static final int CROSS_TYPE_OFFSET = 63;
  public static final int STATE_OFFSET = 64;
  public static final int BBO_WEIGHT_OFFSET = 65;

  /** Creates a flyweight that is nowhere yet. */
  public OrderAccepted() {}

  /** Goes to a message that is there to be read. */
  public OrderAccepted wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public OrderAccepted encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.ORDER_ACCEPTED);
    return this;
  }

  /** Returns nanoseconds since midnight. */
  public long timestamp() {
    return getLong(TIMESTAMP_OFFSET);
  }

  public OrderAccepted timestamp(long value) {
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

  public OrderAccepted token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns {@link Ouch#BUY} or {@link Ouch#SELL}. */
  public byte side() {
    return getByte(SIDE_OFFSET);
  }

  public OrderAccepted side(byte value) {
    putByte(SIDE_OFFSET, value);
    return this;
  }

  /** Returns the shares of the order. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public OrderAccepted shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return getLong(STOCK_OFFSET);
  }

  public OrderAccepted stock(long value) {
    putLong(STOCK_OFFSET, value);
    return this;
  }

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public OrderAccepted price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }

  /** Returns seconds, or {@link Ouch#IMMEDIATE_OR_CANCEL}. */
  public int timeInForce() {
    return getInt(TIME_IN_FORCE_OFFSET);
  }

  public OrderAccepted timeInForce(int value) {
    putInt(TIME_IN_FORCE_OFFSET, value);
    return this;
  }

  /** Returns the firm's identifier, packed. */
  public int firm() {
    return getInt(FIRM_OFFSET);
  }

  public OrderAccepted firm(int value) {
    putInt(FIRM_OFFSET, value);
    return this;
  }

  /** Returns how the order is shown. */
  public byte display() {
    return getByte(DISPLAY_OFFSET);
  }

  public OrderAccepted display(byte value) {
    putByte(DISPLAY_OFFSET, value);
    return this;
  }

  /** Returns the exchange's number for the order. */
  public long orderReference() {
    return getLong(ORDER_REFERENCE_OFFSET);
  }

  public OrderAccepted orderReference(long value) {
    putLong(ORDER_REFERENCE_OFFSET, value);
    return this;
  }

  /** Returns agency, principal or riskless. */
  public byte capacity() {
    return getByte(CAPACITY_OFFSET);
  }

  public OrderAccepted capacity(byte value) {
    putByte(CAPACITY_OFFSET, value);
    return this;
  }

  /** Returns intermarket sweep, Y or N. */
  public byte sweep() {
    return getByte(SWEEP_OFFSET);
  }

  public OrderAccepted sweep(byte value) {
    putByte(SWEEP_OFFSET, value);
    return this;
  }

  /** Returns the fewest shares to execute at once. */
  public int minimumQuantity() {
    return getInt(MINIMUM_QUANTITY_OFFSET);
  }

  public OrderAccepted minimumQuantity(int value) {
    putInt(MINIMUM_QUANTITY_OFFSET, value);
    return this;
  }

  /** Returns the cross the order is for, N for none. */
  public byte crossType() {
    return getByte(CROSS_TYPE_OFFSET);
  }

  public OrderAccepted crossType(byte value) {
    putByte(CROSS_TYPE_OFFSET, value);
    return this;
  }

  /** Returns {@link Ouch#LIVE} or {@link Ouch#DEAD}. */
  public byte state() {
    return getByte(STATE_OFFSET);
  }

  public OrderAccepted state(byte value) {
    putByte(STATE_OFFSET, value);
    return this;
  }

  /** Returns what the order did to the best price. */
  public byte bboWeight() {
    return getByte(BBO_WEIGHT_OFFSET);
  }

  public OrderAccepted bboWeight(byte value) {
    putByte(BBO_WEIGHT_OFFSET, value);
    return this;
  }
}
