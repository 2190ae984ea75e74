package dev.ioserver.examples.gateway.fixorders;

import dev.ioserver.examples.gateway.ouch.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client's day by their number and by their ClOrdID. Nothing is ever removed,
 * because a ClOrdID stays used all day. Open addressing with linear probing, at most half full.
 */
final class RequestTable {

  private static final int BLOCK = 256;
  private static final int FIRST_SLOTS = 16;

  private final int limit;
  private final List<FixRequest[]> blocks = new ArrayList<>();
  private @Nullable FixRequest[] slots = new FixRequest[FIRST_SLOTS];
  private int size;

  RequestTable(int limit) {
    this.limit = limit;
  }

  boolean isFull() {
    return size == limit;
  }

  /** The request of a number, or null. */
  @Nullable FixRequest get(long number) {
    return number < 1 || number > size ? null : at((int) number - 1);
  }

  @Nullable FixRequest find(long first, long second, long third) {
    return slots[slot(first, second, third)];
  }

  /** Adds a request with an id that is not there, to a table that is not full. */
  FixRequest add(long first, long second, long third) {
    if (size % BLOCK == 0) {
      FixRequest[] block = new FixRequest[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        block[i] = new FixRequest();
      }
      blocks.add(block);
    }
    FixRequest added = at(size++);
    added.number = size;
    added.idFirst = first;
    added.idSecond = second;
    added.idThird = third;
    slots[slot(first, second, third)] = added;
    if (size * 2 > slots.length) {
      grow();
    }
    return added;
  }

  private FixRequest at(int index) {
    return blocks.get(index / BLOCK)[index % BLOCK];
  }

  /** The slot that holds the id, or the free one where it belongs. */
  private int slot(long first, long second, long third) {
    int mask = slots.length - 1;
    int slot = Token.hash(first ^ Long.rotateLeft(third, 23), second) & mask;
    while (true) {
      FixRequest there = slots[slot];
      if (there == null
          || (there.idFirst == first && there.idSecond == second && there.idThird == third)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void grow() {
    slots = new FixRequest[2 * slots.length];
    for (int i = 0; i < size; i++) {
      FixRequest request = at(i);
      slots[slot(request.idFirst, request.idSecond, request.idThird)] = request;
    }
  }
}
