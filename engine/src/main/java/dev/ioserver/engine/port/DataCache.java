package dev.ioserver.engine.port;

import dev.ioserver.engine.memory.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message objects of a chunk. They are all free when the chunk is: it is begun anew only when
 * nobody holds any of them. The loop's thread.
 */
final class DataCache {

  /** Messages kept with one chunk; more than that are left to the collector. */
  private static final int MOST_KEPT = 2048;

  /** The first of them, which is the only one as long as messages come one by one. */
  private @Nullable PooledData first;

  private final List<PooledData> more = new ArrayList<>();
  private int used;
  private int lap;

  private DataCache() {}

  /** A message about a part of a chunk, which is retained for it. */
  static PooledData take(TcpPort port, Chunk chunk, int offset, int length) {
    DataCache shelf;
    if (chunk.companion() instanceof DataCache kept) {
      shelf = kept;
    } else {
      shelf = new DataCache();
      chunk.companion(shelf);
    }
    PooledData data = shelf.next(chunk);
    data.assign(port, offset, length);
    if (port.isLeakChecked()) {
      port.loop().leaks().delivered(data, port);
    }
    // Last, when nothing can fail any more for want of memory.
    chunk.retain();
    return data;
  }

  /** A message of no bytes, in a chunk of its own. */
  static PooledData empty(TcpPort port) {
    Chunk chunk = port.loop().pool().lease(0);
    try {
      return take(port, chunk, 0, 0);
    } finally {
      chunk.release();
    }
  }

  private PooledData next(Chunk chunk) {
    if (lap != chunk.lap()) {
      lap = chunk.lap();
      used = 0;
    }
    if (used == 0) {
      if (first == null) {
        first = new PooledData(chunk);
      }
      used = 1;
      return first;
    }
    if (used <= more.size()) {
      return more.get(used++ - 1);
    }
    PooledData data = new PooledData(chunk);
    if (used < MOST_KEPT) {
      more.add(data);
      used++;
    }
    return data;
  }
}
