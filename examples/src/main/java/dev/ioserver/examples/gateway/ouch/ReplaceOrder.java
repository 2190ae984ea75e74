package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/**
 * Replace order: a client exchanges an order for another of the same stock and side.
 *
 * <p>47 bytes. Belongs to one thread.
 */
public final class ReplaceOrder extends OuchMessage {

  public static final int LENGTH = 47;

  public static final int EXISTING_TOKEN_OFFSET = 1;
  public static final int TOKEN_OFFSET = 15;
  public static final int SHARES_OFFSET = 29;
  public static final int PRICE_OFFSET = 33;
  public static final int TIME_IN_FORCE_OFFSET = 37;
  public static final int DISPLAY_OFFSET = 41;
  public static final int SWEEP_OFFSET = 42;
  public static final int MINIMUM_QUANTITY_OFFSET = 43;

  /** Creates a flyweight that is nowhere yet. */
  public ReplaceOrder() {}

  /** Goes to a message that is there to be read. */
  public ReplaceOrder wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public ReplaceOrder encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.REPLACE_ORDER);
    return this;
  }

  /** Returns the first half of the token of the order to be replaced; see {@link Token}. */
  public long existingTokenHigh() {
    return getTokenHigh(EXISTING_TOKEN_OFFSET);
  }

  /** Returns the second half of the token of the order to be replaced. */
  public long existingTokenLow() {
    return getTokenLow(EXISTING_TOKEN_OFFSET);
  }

  public ReplaceOrder existingToken(long high, long low) {
    putToken(EXISTING_TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns the first half of the client's name for the new order; see {@link Token}. */
  public long tokenHigh() {
    return getTokenHigh(TOKEN_OFFSET);
  }

  /** Returns the second half of the client's name for the new order. */
  public long tokenLow() {
    return getTokenLow(TOKEN_OFFSET);
  }

  public ReplaceOrder token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns the open shares of the new order. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public ReplaceOrder shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }

  /** Returns the price in ten-thousandths. */
  public int price() {
    return getInt(PRICE_OFFSET);
  }

  public ReplaceOrder price(int value) {
    putInt(PRICE_OFFSET, value);
    return this;
  }

  /** Returns seconds, or {@link Ouch#IMMEDIATE_OR_CANCEL}. */
  public int timeInForce() {
    return getInt(TIME_IN_FORCE_OFFSET);
  }

  public ReplaceOrder timeInForce(int value) {
    putInt(TIME_IN_FORCE_OFFSET, value);
    return this;
  }

  /** Returns how the order is shown. */
  public byte display() {
    return getByte(DISPLAY_OFFSET);
  }

  public ReplaceOrder display(byte value) {
    putByte(DISPLAY_OFFSET, value);
    return this;
  }

  /** Returns intermarket sweep, Y or N. */
  public byte sweep() {
    return getByte(SWEEP_OFFSET);
  }

  public ReplaceOrder sweep(byte value) {
    putByte(SWEEP_OFFSET, value);
    return this;
  }

  /** Returns the fewest shares to execute at once. */
  public int minimumQuantity() {
    return getInt(MINIMUM_QUANTITY_OFFSET);
  }

  public ReplaceOrder minimumQuantity(int value) {
    putInt(MINIMUM_QUANTITY_OFFSET, value);
    return this;
  }

  /**
   * Sets what a plain order leaves at its default: anonymous, no sweep, no minimum quantity.
   * Tokens, shares, price and time in force are still to be set.
   */
  public ReplaceOrder plain() {
    return display(Ouch.DISPLAY_ANONYMOUS).sweep((byte) 'N').minimumQuantity(0);
  }
}
