package dev.ioserver.examples.gateway.book;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Has the book of whoever tells it what happens there; fails at what cannot be. */
final class Follower implements DepthListener {

  final MirrorBook book = new MirrorBook(Integer.MAX_VALUE);

  @Override
  public void onRested(Order order) {
    assertTrue(book.add(order.reference(), order.side(), order.shares(), order.price()));
  }

  @Override
  public void onRestingExecuted(Order order, int shares, long matchNumber) {
    assertTrue(book.reduce(order.reference(), shares));
  }

  @Override
  public void onReduced(Order order, int shares) {
    assertTrue(book.reduce(order.reference(), shares));
  }

  @Override
  public void onRemoved(long reference) {
    assertTrue(book.delete(reference));
  }

  @Override
  public void onReplaced(Order order, long previousReference) {
    assertTrue(book.replace(previousReference, order.reference(), order.shares(), order.price()));
  }
}
