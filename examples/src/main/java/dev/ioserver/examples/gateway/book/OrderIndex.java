package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.Token;
import org.jspecify.annotations.Nullable;

/**
 * The orders in a book by owner and token: open addressing with linear probing, at most half full.
 *
 * <p>The table holds the orders themselves, which are their own keys. Removal moves later entries
 * of a probe sequence back, so there are no tombstones to clean up.
 */
final class OrderIndex {

  private static final int INITIAL_SLOTS = 64;

  private @Nullable Order[] slots = new @Nullable Order[INITIAL_SLOTS];
  private int size;

  int size() {
    return size;
  }

  @Nullable Order get(int owner, long tokenHigh, long tokenLow) {
    return slots[slot(owner, tokenHigh, tokenLow)];
  }

  void add(Order order) {
    int slot = slot(order.owner(), order.tokenHigh(), order.tokenLow());
    assert slots[slot] == null : "token in use";
    slots[slot] = order;
    if (++size * 2 > slots.length) {
      grow();
    }
  }

  void remove(Order order) {
    int gap = slot(order.owner(), order.tokenHigh(), order.tokenLow());
    assert slots[gap] == order : "order not in the index";
    int mask = slots.length - 1;
    int slot = gap;
    while (true) {
      slot = (slot + 1) & mask;
      Order candidate = slots[slot];
      if (candidate == null) {
        break;
      }
      int home = home(candidate.owner(), candidate.tokenHigh(), candidate.tokenLow());
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap] = candidate; // its probe sequence passes through the gap
        gap = slot;
      }
    }
    slots[gap] = null;
    size--;
  }

  /** Returns the slot that holds the order, or the free one where it belongs. */
  private int slot(int owner, long tokenHigh, long tokenLow) {
    int mask = slots.length - 1;
    int slot = home(owner, tokenHigh, tokenLow);
    while (true) {
      Order order = slots[slot];
      if (order == null || order.hasToken(owner, tokenHigh, tokenLow)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private int home(int owner, long tokenHigh, long tokenLow) {
    int hash = Token.hash(tokenHigh, tokenLow) + owner * 0x9E37_79B9;
    return (hash ^ hash >>> 16) & (slots.length - 1);
  }

  private void grow() {
    @Nullable Order[] old = slots;
    slots = new @Nullable Order[old.length * 2];
    for (Order order : old) {
      if (order != null) {
        slots[slot(order.owner(), order.tokenHigh(), order.tokenLow())] = order;
      }
    }
  }
}
