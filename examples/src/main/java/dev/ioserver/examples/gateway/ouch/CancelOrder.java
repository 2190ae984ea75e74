package dev.ioserver.examples.gateway.ouch;

import java.nio.ByteBuffer;

/**
 * Cancel order: a client takes an order back, or part of it.
 *
 * <p>19 bytes. Belongs to one thread.
 */
public final class CancelOrder extends OuchMessage {

  public static final int LENGTH = 19;

  public static final int TOKEN_OFFSET = 1;
  public static final int SHARES_OFFSET = 15;

  /** Creates a flyweight that is nowhere yet. */
  public CancelOrder() {}

  /** Goes to a message that is there to be read. */
  public CancelOrder wrap(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    return this;
  }

  /** Starts to write a message: puts its type, and leaves every other field to be set. */
  public CancelOrder encode(ByteBuffer buffer, int offset) {
    at(buffer, offset);
    putByte(0, Ouch.CANCEL_ORDER);
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

  public CancelOrder token(long high, long low) {
    putToken(TOKEN_OFFSET, high, low);
    return this;
  }

  /** Returns the open shares that should remain; 0 cancels the order. */
  public int shares() {
    return getInt(SHARES_OFFSET);
  }

  public CancelOrder shares(int value) {
    putInt(SHARES_OFFSET, value);
    return this;
  }
}
