package dev.ioserver.examples.gateway.book;

import org.jspecify.annotations.Nullable;

/**
 * The orders in a book by the exchange's number: open addressing with linear probing, at most half
 * full. The same as {@link OrderIndex}, for who knows neither owner nor token.
 */
final class ReferenceIndex {

  private static final int INITIAL_SLOTS = 64;

  /** Numbers of one book are evenly spaced; the multiplication spreads them. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private @Nullable Order[] slots = new @Nullable Order[INITIAL_SLOTS];
  private int size;

  int size() {
    return size;
  }

  @Nullable Order get(long reference) {
    return slots[slot(reference)];
  }

  void add(Order order) {
    int slot = slot(order.reference());
    assert slots[slot] == null : "number in use";
    slots[slot] = order;
    if (++size * 2 > slots.length) {
      grow();
    }
  }

  void remove(Order order) {
    int gap = slot(order.reference());
    assert slots[gap] == order : "order not in the index";
    int mask = slots.length - 1;
    int slot = gap;
    while (true) {
      slot = (slot + 1) & mask;
      Order candidate = slots[slot];
      if (candidate == null) {
        break;
      }
      int home = home(candidate.reference());
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = candidate; // its probe sequence passes through the gap
        gap = slot;
      }
    }
    slots[gap] = null;
    size--;
  }

  /** Returns the slot that holds the order, or the free one where it belongs. */
  private int slot(long reference) {
    int mask = slots.length - 1;
    int slot = home(reference);
    while (true) {
      Order order = slots[slot];
      if (order == null || order.reference() == reference) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int home(long reference) {
    return (int) ((reference * SPREAD) >>> 32) & (slots.length - 1);
  }

  private void grow() {
    @Nullable Order[] old = slots;
    slots = new @Nullable Order[old.length * 2];
    for (Order order : old) {
      if (order != null) {
        slots[slot(order.reference())] = order;
      }
    }
  }
}
