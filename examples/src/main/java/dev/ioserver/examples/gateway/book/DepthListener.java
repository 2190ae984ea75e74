package dev.ioserver.examples.gateway.book;

/**
 * What a book reports of the orders that rest in it, in the order in which it happens, on the
 * book's thread. Whoever follows these events has the same book: that is what market data is.
 *
 * <p>An order that comes in is not heard of before it rests: while it executes, the resting orders
 * that it meets are. An {@link Order} is pooled and only valid during the call; {@link
 * Order#shares} is what is open once the event has happened. The listener must not call the book.
 */
public interface DepthListener {

  /** Of a book that nobody follows. */
  DepthListener NONE =
      new DepthListener() {
        @Override
        public void onRested(Order order) {}

        @Override
        public void onRestingExecuted(Order order, int shares, long matchNumber) {}

        @Override
        public void onReduced(Order order, int shares) {}

        @Override
        public void onRemoved(long reference) {}

        @Override
        public void onReplaced(Order order, long previousReference) {}
      };

  /** An order rests from now on, behind those that have its price. */
  void onRested(Order order);

  /**
   * A resting order was executed at its own price; at 0 open shares it is gone.
   *
   * @param shares the shares executed now
   * @param matchNumber the number that both sides of the execution share
   */
  void onRestingExecuted(Order order, int shares, long matchNumber);

  /**
   * A resting order was canceled in part, and keeps its place.
   *
   * @param shares the shares taken off
   */
  void onReduced(Order order, int shares);

  /**
   * A resting order has left the book with the shares that it still had.
   *
   * @param reference the exchange's number for the order
   */
  void onRemoved(long reference);

  /**
   * A resting order has left the book, and another of the same side rests in its stead, behind
   * those that have its price.
   *
   * @param order the one that rests now
   * @param previousReference the one that has left
   */
  void onReplaced(Order order, long previousReference);
}
