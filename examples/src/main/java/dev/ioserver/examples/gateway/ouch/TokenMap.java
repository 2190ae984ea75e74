package dev.ioserver.examples.gateway.ouch;

/**
 * A map from tokens to {@code int}s, for one client's orders of a day: which stock each belongs to,
 * and whether a token was used before.
 *
 * <p>Nothing is ever removed, because a token stays used all day. Open addressing with linear
 * probing, at most half full; 20 bytes per slot. {@link #put} allocates when the table doubles,
 * {@link #get} never. Belongs to one thread.
 */
public final class TokenMap {

  /** What {@link #get} and {@link #put} return for a token that is not in the map. */
  public static final int ABSENT = -1;

  private final int maxTokens;
  private long[] highs;
  private long[] lows;
  private int[] values; // value + 1, and 0 for a free slot
  private int size;

  /**
   * Creates an empty map.
   *
   * @param maxTokens how many tokens it may hold, 1 to 2^28
   */
  public TokenMap(int maxTokens) {
    if (maxTokens < 1 || maxTokens > 1 << 28) {
      throw new IllegalArgumentException("maxTokens " + maxTokens);
    }
    this.maxTokens = maxTokens;
    highs = new long[16];
    lows = new long[16];
    values = new int[16];
  }

  /** Returns how many tokens the map holds. */
  public int size() {
    return size;
  }

  /** Returns whether the map holds as many tokens as it may. */
  public boolean isFull() {
    return size == maxTokens;
  }

  /** Returns the value of a token, or {@link #ABSENT}. */
  public int get(long high, long low) {
    return values[slot(high, low)] - 1;
  }

  /**
   * Adds a token, unless it is there already.
   *
   * @param value 0 or more
   * @return {@link #ABSENT} if the token was added, else the value that it keeps
   * @throws IllegalStateException if the map is full
   */
  public int put(long high, long low, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative value " + value);
    }
    int slot = slot(high, low);
    if (values[slot] != 0) {
      return values[slot] - 1;
    }
    if (isFull()) {
      throw new IllegalStateException("map is full with " + size + " tokens");
    }
    set(slot, high, low, value + 1);
    if (++size * 2 > values.length) {
      grow();
    }
    return ABSENT;
  }

  /** Returns the slot that holds the token, or the free one where it belongs. */
  private int slot(long high, long low) {
    int mask = values.length - 1;
    int slot = Token.hash(high, low) & mask;
    while (values[slot] != 0 && (highs[slot] != high || lows[slot] != low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void set(int slot, long high, long low, int storedValue) {
    highs[slot] = high;
    lows[slot] = low;
    values[slot] = storedValue;
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    int[] oldValues = values;
    int capacity = oldValues.length * 2;
    highs = new long[capacity];
    lows = new long[capacity];
    values = new int[capacity];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != 0) {
        set(slot(oldHighs[i], oldLows[i]), oldHighs[i], oldLows[i], oldValues[i]);
      }
    }
  }
}
