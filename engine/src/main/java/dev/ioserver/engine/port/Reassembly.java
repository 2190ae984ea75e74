package dev.ioserver.engine.port;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that do not make a message yet, in a chunk of their own. It grows with what has arrived,
 * not with what the peer has announced, so that an announcement alone takes no memory. The loop's
 * thread.
 */
final class Reassembly {

  private @Nullable Chunk chunk;

  Reassembly() {}

  /** How many bytes there are. */
  int size() {
    return chunk == null ? 0 : chunk.readable();
  }

  /**
   * Adds bytes.
   *
   * @param expected how many there will be in all, as far as is known
   */
  void add(ChunkPool pool, Chunk from, int offset, int length, int expected) {
    Chunk to = room(pool, length, expected);
    MemorySegment.copy(from.segment(), offset, to.segment(), to.writeIndex(), length);
    to.writeIndex(to.writeIndex() + length);
  }

  /** A message of the first bytes. */
  PooledData take(TcpPort port, int length) {
    return take(port, 0, length, length);
  }

  /** A message out of the first bytes, which are all dropped. */
  PooledData take(TcpPort port, int at, int length, int total) {
    Chunk from = held(total);
    PooledData data = DataCache.take(port, from, from.readIndex() + at, length);
    data.keepsChunk();
    drop(total);
    return data;
  }

  /** Drops the first bytes. */
  void drop(int length) {
    Chunk from = held(length);
    from.readIndex(from.readIndex() + length);
    if (from.readable() == 0) {
      release();
    }
  }

  /** Takes back what was added last. */
  void dropLast(int length) {
    Chunk from = held(length);
    from.writeIndex(from.writeIndex() - length);
  }

  /** The memory that the bytes lie in, of which there are some. */
  MemorySegment memory() {
    return held(0).segment();
  }

  /** Where in the memory they begin. */
  int start() {
    return held(0).readIndex();
  }

  private Chunk held(int length) {
    Chunk now = chunk;
    assert now != null && now.readable() >= length : "taken before it was there";
    return now;
  }

  void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  private Chunk room(ChunkPool pool, int length, int expected) {
    Chunk now = chunk;
    if (now != null && now.writable() >= length) {
      return now;
    }
    int have = size();
    long need = (long) have + length;
    // Doubling, within what is expected: the copies add up to no more than the message twice.
    long wanted = Math.max(need, Math.min(expected, Math.max(2L * have, ChunkPool.LARGEST)));
    Chunk larger = pool.lease((int) Math.min(wanted, Integer.MAX_VALUE));
    if (now != null) {
      MemorySegment.copy(now.segment(), now.readIndex(), larger.segment(), 0, have);
      larger.writeIndex(have);
      now.release();
    }
    chunk = larger;
    return larger;
  }
}
