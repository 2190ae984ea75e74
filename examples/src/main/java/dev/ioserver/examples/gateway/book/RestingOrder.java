package dev.ioserver.examples.gateway.book;

/**
 * An order of a book at some moment, for comparing books.
 *
 * @param side of the book, a side of OUCH
 * @param price in ten-thousandths
 * @param shares those open
 * @param reference the exchange's number for the order
 */
public record RestingOrder(byte side, int price, int shares, long reference) {

  static RestingOrder of(Order order) {
    return new RestingOrder(order.side(), order.price(), order.shares(), order.reference());
  }

  /** As in {@code B 100 at 10.0000, number 17}. */
  @Override
  public String toString() {
    return (char) side + " " + shares + " at " + price / 10_000.0 + ", number " + reference;
  }
}
