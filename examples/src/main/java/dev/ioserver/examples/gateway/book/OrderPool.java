package dev.ioserver.examples.gateway.book;

import org.jspecify.annotations.Nullable;

/** Orders that are out of use, linked through {@link Order#next}. */
final class OrderPool {

  private @Nullable Order free;

  Order take() {
    Order order = free;
    if (order == null) {
      return new Order();
    }
    free = order.next;
    order.next = null;
    return order;
  }

  void release(Order order) {
    assert order.level == null : "order still in the book";
    order.next = free;
    free = order;
  }
}
