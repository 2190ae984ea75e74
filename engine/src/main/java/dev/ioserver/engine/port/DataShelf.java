package dev.ioserver.engine.port;

import dev.ioserver.engine.loop.LeakTracker;
import dev.ioserver.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * The message objects of a chunk. They are all free when the chunk is: it is begun anew only when
 * nobody holds any of them. The loop's thread.
 */
final class DataShelf {

  /** Messages kept with one chunk; more than that are left to the collector. */
  private static final int MOST_KEPT = 2048;

  private final List<PooledData> messages = new ArrayList<>();
  private int used;
  private int lap;

  private DataShelf() {}

  /** A message about a part of a chunk, which is retained for it. */
  static PooledData take(TcpPort port, Chunk chunk, int offset, int length) {
    DataShelf shelf;
    if (chunk.companion() instanceof DataShelf kept) {
      shelf = kept;
    } else {
      shelf = new DataShelf();
      chunk.companion(shelf);
    }
    chunk.retain();
    PooledData data = shelf.next(chunk);
    data.assign(port, offset, length);
    LeakTracker leaks = port.loop().leaks();
    if (leaks.isEnabled()) {
      leaks.delivered(data, port);
    }
    return data;
  }

  /** A message of no bytes, in a chunk of its own. */
  static PooledData empty(TcpPort port) {
    Chunk chunk = port.loop().pool().lease(0);
    PooledData data = take(port, chunk, 0, 0);
    chunk.release();
    return data;
  }

  private PooledData next(Chunk chunk) {
    if (lap != chunk.lap()) {
      lap = chunk.lap();
      used = 0;
    }
    if (used < messages.size()) {
      return messages.get(used++);
    }
    PooledData data = new PooledData(chunk);
    if (used < MOST_KEPT) {
      messages.add(data);
      used++;
    }
    return data;
  }
}
