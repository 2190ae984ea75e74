package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Copies messages into chunks of a pool, as many as they take, with what their framing puts before
 * and after.
 *
 * <p>Thread-safety: any thread; no state. The chunks are the caller's.
 */
final class MessageWriter {

  private MessageWriter() {}

  /** Begins a message in a chunk of its own. */
  static Chunk begin(ChunkPool pool, Framing framing, long length, long size) {
    int header = framing.headerLength(length);
    Chunk first = pool.lease((int) Math.max(header, Math.min(size, ChunkPool.LARGEST)));
    putHeader(first, framing, length, header);
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

  /** Writes what precedes a message of that length; there is room for it. */
  static void putHeader(Chunk chunk, Framing framing, long length, int header) {
    if (header > 0) {
      framing.putHeader(length, chunk.segment(), chunk.writeIndex());
      chunk.writeIndex(chunk.writeIndex() + header);
    }
  }

  /**
   * Writes what follows a message; returns the last chunk.
   *
   * @param from where in the first chunk the frame begins
   */
  static Chunk putTrailer(
      ChunkPool pool, Framing framing, long length, Chunk first, int from, Chunk last) {
    int trailer = framing.trailerLength(length);
    if (trailer == 0) {
      return last;
    }
    long sum = framing.sum(0, first.segment(), from, first.writeIndex() - from);
    for (Chunk chunk = first; chunk != last; ) {
      chunk = chunk.next();
      assert chunk != null : "the last is in the chain";
      sum = framing.sum(sum, chunk.segment(), 0, chunk.writeIndex());
    }
    Chunk to = last;
    if (to.writable() < trailer) {
      to = pool.lease(trailer);
      last.next(to);
    }
    framing.putTrailer(length, sum, to.segment(), to.writeIndex());
    to.writeIndex(to.writeIndex() + trailer);
    return to;
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
