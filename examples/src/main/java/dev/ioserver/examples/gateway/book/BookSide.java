package dev.ioserver.examples.gateway.book;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of the book: its price levels, sorted, the best one last.
 *
 * <p>Most orders come and go near the best price, so that is where the array is cheap to change: a
 * level there moves few others. Finding a level is a binary search. Levels that are out of use are
 * kept beyond the end for the next time.
 */
final class BookSide {

  private static final int INITIAL_LEVELS = 64;

  private final boolean buy;
  private @Nullable PriceLevel[] levels = new @Nullable PriceLevel[INITIAL_LEVELS];
  private int size;

  BookSide(boolean buy) {
    this.buy = buy;
  }

  int levelCount() {
    return size;
  }

  /** Returns the level with the highest bid or the lowest ask, or null if this side is empty. */
  @Nullable PriceLevel best() {
    return size == 0 ? null : levels[size - 1];
  }

  /** Returns the level at {@code price}, or null if there is none. */
  @Nullable PriceLevel find(int price) {
    int index = search(price);
    return index < 0 ? null : levels[index];
  }

  void add(Order order) {
    int index = search(order.price());
    level(index < 0 ? insert(~index, order.price()) : index).append(order);
  }

  void remove(Order order) {
    int index = search(order.price());
    PriceLevel level = level(index);
    level.remove(order);
    if (level.isEmpty()) {
      removeLevel(index);
    }
  }

  /** Appends all orders, the best price first, the oldest first at each. */
  void addTo(List<RestingOrder> all) {
    for (int i = size - 1; i >= 0; i--) {
      level(i).addTo(all);
    }
  }

  /** Writes all orders, in the order of {@link #addTo}. */
  void save(DataOutput out) throws IOException {
    for (int i = size - 1; i >= 0; i--) {
      level(i).save(out);
    }
  }

  /** Returns the index of the level at {@code price}, or the complement of where it belongs. */
  private int search(int price) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = level(middle).price();
      if (found == price) {
        return middle;
      }
      if (found < price == buy) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return ~low;
  }

  private int insert(int index, int price) {
    if (size == levels.length) {
      levels = Arrays.copyOf(levels, size * 2);
    }
    PriceLevel spare = levels[size];
    PriceLevel level = spare == null ? new PriceLevel() : spare;
    System.arraycopy(levels, index, levels, index + 1, size - index);
    levels[index] = level;
    size++;
    level.reset(price);
    return index;
  }

  private void removeLevel(int index) {
    PriceLevel level = levels[index];
    size--;
    System.arraycopy(levels, index + 1, levels, index, size - index);
    levels[size] = level;
  }

  private PriceLevel level(int index) {
    return Objects.requireNonNull(levels[index], "no level");
  }
}
