package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies messages into chunks of a pool, as many as they take, with the prefix of their framing.
 *
 * <p>Thread-safety: any thread; no state. The chunks are the caller's.
 */
final class MessageWriter {

  private MessageWriter() {}

  /** Begins a message in a chunk of its own. */
  static Chunk begin(ChunkPool pool, Framing framing, long length, long size) {
    Chunk first = pool.lease((int) Math.min(size, ChunkPool.LARGEST));
    putPrefix(first, framing, length);
    return first;
  }

  /** Copies into a chunk and as many more as it takes; returns the last. */
  static Chunk fill(ChunkPool pool, Chunk into, MemorySegment bytes) {
    Chunk last = into;
    long length = bytes.byteSize();
    for (long done = 0; done < length; ) {
      last = withRoom(pool, last, length - done);
      int part = (int) Math.min(last.writable(), length - done);
      MemorySegment.copy(bytes, done, last.segment(), last.writeIndex(), part);
      last.writeIndex(last.writeIndex() + part);
      done += part;
    }
    return last;
  }

  /** As the other; by absolute puts, which neither allocate nor move the source's position. */
  static Chunk fill(ChunkPool pool, Chunk into, ByteBuffer bytes) {
    Chunk last = into;
    int length = bytes.remaining();
    for (int done = 0; done < length; ) {
      last = withRoom(pool, last, length - done);
      int part = Math.min(last.writable(), length - done);
      last.buffer().put(last.writeIndex(), bytes, bytes.position() + done, part);
      last.writeIndex(last.writeIndex() + part);
      done += part;
    }
    return last;
  }

  /** The chunk itself, or a new one chained to it if it is full. */
  private static Chunk withRoom(ChunkPool pool, Chunk chunk, long missing) {
    if (chunk.writable() > 0) {
      return chunk;
    }
    Chunk more = pool.lease((int) Math.min(missing, ChunkPool.LARGEST));
    chunk.next(more);
    return more;
  }

  /** Writes the prefix of a message of that length. */
  static void putPrefix(Chunk chunk, Framing framing, long length) {
    int size = framing.prefixBytes();
    if (size == 0) {
      return;
    }
    boolean big = framing.order() == ByteOrder.BIG_ENDIAN;
    int at = chunk.writeIndex();
    for (int i = 0; i < size; i++) {
      int shift = 8 * (big ? size - 1 - i : i);
      chunk.buffer().put(at + i, (byte) (length >>> shift));
    }
    chunk.writeIndex(at + size);
  }

  /** Cuts a chain before its last chunk. */
  static Chunk unlinkBefore(Chunk first, Chunk last) {
    Chunk chunk = first;
    for (Chunk next = chunk.next(); next != last && next != null; next = chunk.next()) {
      chunk = next;
    }
    chunk.next(null);
    return first;
  }
}
