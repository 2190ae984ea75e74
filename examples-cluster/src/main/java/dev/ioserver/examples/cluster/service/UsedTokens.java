package dev.ioserver.examples.cluster.service;

import dev.ioserver.examples.gateway.ouch.TokenMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The tokens that a user has used, and the stock of each: what makes a request that comes twice one
 * request. They are listed in the order of their use, so that equal states are saved as equal
 * bytes.
 */
final class UsedTokens {

  /** The stock of a token whose order was rejected before it got to a book. */
  static final int NO_STOCK = 1 << 16;

  private static final int MAX_TOKENS = 1 << 24;

  private final TokenMap map = new TokenMap(MAX_TOKENS);
  private long[] order = new long[64];

  UsedTokens() {}

  boolean isFull() {
    return map.isFull();
  }

  /** Returns the stock of a token, {@link #NO_STOCK}, or {@link TokenMap#ABSENT}. */
  int get(long high, long low) {
    return map.get(high, low);
  }

  void put(long high, long low, int stock) {
    int at = 2 * map.size();
    if (at == order.length) {
      order = Arrays.copyOf(order, 2 * order.length);
    }
    order[at] = high;
    order[at + 1] = low;
    map.put(high, low, stock);
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(map.size());
    for (int i = 0; i < 2 * map.size(); i += 2) {
      out.writeLong(order[i]);
      out.writeLong(order[i + 1]);
      out.writeInt(map.get(order[i], order[i + 1]));
    }
  }

  void restore(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      put(in.readLong(), in.readLong(), in.readInt());
    }
  }
}
