package dev.ioserver.examples.gateway.book;

import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The orders at one price of one side, the oldest first: an intrusive doubly linked list. */
final class PriceLevel {

  private int price;
  private long shares;
  private @Nullable Order first;
  private @Nullable Order last;

  void reset(int newPrice) {
    assert isEmpty() : "level in use";
    price = newPrice;
    shares = 0;
  }

  int price() {
    return price;
  }

  /** Returns the open shares of all orders here. */
  long shares() {
    return shares;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Returns the oldest order; the level must not be empty. */
  Order first() {
    return Objects.requireNonNull(first, "empty level");
  }

  void append(Order order) {
    order.level = this;
    order.previous = last;
    order.next = null;
    if (last == null) {
      first = order;
    } else {
      last.next = order;
    }
    last = order;
    shares += order.shares();
  }

  void remove(Order order) {
    assert order.level == this : "order of another level";
    if (order.previous == null) {
      first = order.next;
    } else {
      order.previous.next = order.next;
    }
    if (order.next == null) {
      last = order.previous;
    } else {
      order.next.previous = order.previous;
    }
    shares -= order.shares();
    order.level = null;
    order.previous = null;
    order.next = null;
  }

  /** An order here has lost shares but stays in its place. */
  void reduced(int by) {
    shares -= by;
  }

  /** Writes all orders, the oldest first. */
  void save(DataOutput out) throws IOException {
    for (Order order = first; order != null; order = order.next) {
      order.save(out);
    }
  }

  /** Appends all orders, the oldest first. */
  void addTo(List<RestingOrder> all) {
    for (Order order = first; order != null; order = order.next) {
      all.add(RestingOrder.of(order));
    }
  }
}
