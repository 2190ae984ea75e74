package dev.ioserver.engine.port;

import dev.ioserver.engine.memory.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message objects of a chunk. They are all free when the chunk is: it is begun anew only when
 * nobody holds any of them. A chunk that serves another kind of port next gets new ones.
 *
 * <p>The loop's thread.
 */
final class DataCache {

  /** The kinds of messages. */
  private enum Kind {
    DATA,
    DATAGRAM;

    PooledMessage make(Chunk chunk) {
      return this == DATA ? new PooledData(chunk) : new PooledDatagram(chunk);
    }
  }

  /** Messages kept with one chunk; more than that are left to the collector. */
  private static final int MOST_KEPT = 2048;

  private final Kind kind;

  /** The first of them, which is the only one as long as messages come one by one. */
  private @Nullable PooledMessage first;

  private final List<PooledMessage> more = new ArrayList<>();
  private int used;
  private int lap;

  private DataCache(Kind kind) {
    this.kind = kind;
  }

  /** A message about a part of a chunk, which is retained for it. */
  static PooledData take(TcpPort port, Chunk chunk, int offset, int length) {
    PooledData data = (PooledData) of(chunk, Kind.DATA).next(chunk);
    data.assign(port, offset, length);
    deliver(data, port, chunk);
    return data;
  }

  /** As the other; what is known of the datagram is for the caller to say. */
  static PooledDatagram take(UdpPort port, Chunk chunk, int offset, int length) {
    PooledDatagram datagram = (PooledDatagram) of(chunk, Kind.DATAGRAM).next(chunk);
    datagram.assign(port, offset, length);
    deliver(datagram, port, chunk);
    return datagram;
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

  private static DataCache of(Chunk chunk, Kind kind) {
    if (chunk.companion() instanceof DataCache kept && kept.kind == kind) {
      return kept;
    }
    DataCache made = new DataCache(kind);
    chunk.companion(made);
    return made;
  }

  private static void deliver(PooledMessage message, PortInbox port, Chunk chunk) {
    if (port.isLeakChecked()) {
      port.loop().leaks().delivered(message, port);
    }
    // Last, when nothing can fail any more for want of memory.
    chunk.retain();
  }

  private PooledMessage next(Chunk chunk) {
    if (lap != chunk.lap()) {
      lap = chunk.lap();
      used = 0;
    }
    if (used == 0) {
      if (first == null) {
        first = kind.make(chunk);
      }
      used = 1;
      return first;
    }
    if (used <= more.size()) {
      return more.get(used++ - 1);
    }
    PooledMessage message = kind.make(chunk);
    if (used < MOST_KEPT) {
      more.add(message);
      used++;
    }
    return message;
  }
}
