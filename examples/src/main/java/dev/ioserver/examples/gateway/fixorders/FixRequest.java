package dev.ioserver.examples.gateway.fixorders;

import org.jspecify.annotations.Nullable;

/**
 * One request of a client: a new order, or a cancel or replacement of one. A new order is also what
 * the exchange makes of it since. Belongs to the thread of its account.
 */
final class FixRequest {

  /** No character of FIX: the exchange has not answered yet. */
  static final byte PENDING = 0;

  // Values of OrdStatus (39).
  static final byte NEW = '0';
  static final byte PARTIALLY_FILLED = '1';
  static final byte FILLED = '2';
  static final byte CANCELED = '4';
  static final byte REJECTED = '8';

  /** Its place in the day, from 1 on, and its token. */
  long number;

  // The ClOrdID, packed.
  long idFirst;
  long idSecond;
  long idThird;

  /** The order that it is about; itself for a new one. */
  FixRequest order = this;

  /** What a replacement asks for; what a new order has. */
  int quantity;

  int price;

  // Only of a new order: what has become of it.

  /** Whose ClOrdID the order has now. */
  FixRequest current = this;

  /** The cancel or replacement that is not answered yet. */
  @Nullable FixRequest change;

  long symbol;
  byte side;
  byte timeInForce;
  byte status;
  long reference;
  int open;
  int executed;
  long notional;

  FixRequest() {}

  boolean isOpen() {
    return status == NEW || status == PARTIALLY_FILLED || status == PENDING;
  }

  /** What it is as long as it is open. */
  byte openStatus() {
    return executed == 0 ? NEW : PARTIALLY_FILLED;
  }
}
