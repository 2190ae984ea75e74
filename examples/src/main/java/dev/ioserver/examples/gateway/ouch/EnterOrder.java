package dev.ioserver.examples.gateway.ouch;

import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;

/** Enter order: a client asks for a new order. 49 bytes. Belongs to one thread. */
public final class EnterOrder extends OuchMessage {

  public static final int LENGTH = 49;

  public static final int TOKEN_OFFSET = 1;
  public static final int SIDE_OFFSET = 15;
  public static final int SHARES_OFFSET = 16;
  public static final int STOCK_OFFSET = 20;
  public static final int PRICE_OFFSET = 28;
  public static final int TIME_IN_FORCE_OFFSET = 32;
  public static final int FIRM_OFFSET = 36;
  public static final int DISPLAY_OFFSET = 40;
  public static final int CAPACITY_OFFSET = 41;
  public static final int SWEEP_OFFSET = 42;
  public static final int MINIMUM_QUANTITY_OFFSET = 43;
  public static final int CROSS_TYPE_OFFSET = 47;
  public static final int CUSTOMER_TYPE_OFFSET = 48;

  private static final int NO_FIRM = (int) Ascii.pack("", Ouch.FIRM_LENGTH);

  /** Creates a flyweight that is nowhere yet. */
  public EnterOrder() {}

  /** Goes to a message that is there to be read. */
  public EnterOrder wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public EnterOrder encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.ENTER_ORDER);
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

  public EnterOrder token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns {@link Ouch#BUY} or {@link Ouch#SELL}. */
  public byte side() {
    return getByte(SIDE_OFFSET);
  }

  public EnterOrder side(byte value) {
    putByte(SIDE_OFFSET, value);
    return this;
  }

  /** Returns the shares to buy or sell. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public EnterOrder shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the stock's symbol, packed. */
  public long stock() {
    return getLong(STOCK_OFFSET);
  }

  public EnterOrder stock(long value) {
    putLong(STOCK_OFFSET, value);
    return this;
  }

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public EnterOrder price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }

  /** Returns seconds, or {@link Ouch#IMMEDIATE_OR_CANCEL}. */
  public int timeInForce() {
    return getInt(TIME_IN_FORCE_OFFSET);
  }

  public EnterOrder timeInForce(int value) {
    putInt(TIME_IN_FORCE_OFFSET, value);
    return this;
  }

  /** Returns the firm's identifier, packed. */
  public int firm() {
    return getInt(FIRM_OFFSET);
  }

  public EnterOrder firm(int value) {
    putInt(FIRM_OFFSET, value);
    return this;
  }

  /** Returns how the order is shown. */
  public byte display() {
    return getByte(DISPLAY_OFFSET);
  }

  public EnterOrder display(byte value) {
    putByte(DISPLAY_OFFSET, value);
    return this;
  }

  /** Returns agency, principal or riskless. */
  public byte capacity() {
    return getByte(CAPACITY_OFFSET);
  }

  public EnterOrder capacity(byte value) {
    putByte(CAPACITY_OFFSET, value);
    return this;
  }

  /** Returns intermarket sweep, Y or N. */
  public byte sweep() {
    return getByte(SWEEP_OFFSET);
  }

  public EnterOrder sweep(byte value) {
    putByte(SWEEP_OFFSET, value);
    return this;
  }

  /** Returns the fewest shares to execute at once. */
  public int minimumQuantity() {
    return getInt(MINIMUM_QUANTITY_OFFSET);
  }

  public EnterOrder minimumQuantity(int value) {
    putInt(MINIMUM_QUANTITY_OFFSET, value);
    return this;
  }

  /** Returns the cross the order is for, N for none. */
  public byte crossType() {
    return getByte(CROSS_TYPE_OFFSET);
  }

  public EnterOrder crossType(byte value) {
    putByte(CROSS_TYPE_OFFSET, value);
    return this;
  }

  /** Returns retail or not, blank for the default. */
  public byte customerType() {
    return getByte(CUSTOMER_TYPE_OFFSET);
  }

  public EnterOrder customerType(byte value) {
    putByte(CUSTOMER_TYPE_OFFSET, value);
    return this;
  }

  /**
   * Sets what a plain order leaves at its default: anonymous, no firm, principal, no sweep, no
   * minimum quantity, no cross. Token, side, shares, stock, price and time in force are still to be
   * set.
   */
  public EnterOrder plain() {
    return firm(NO_FIRM)
        .display(Ouch.DISPLAY_ANONYMOUS)
        .capacity((byte) 'P')
        .sweep((byte) 'N')
        .minimumQuantity(0)
        .crossType((byte) 'N')
        .customerType((byte) ' ');
  }
}
