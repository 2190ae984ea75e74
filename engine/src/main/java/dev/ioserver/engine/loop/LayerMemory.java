package dev.ioserver.engine.loop;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.memory.SharedChunk;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the layers of a loop work in, one after the other: none of them keeps it. Made for the
 * first. Belongs to the loop's thread.
 */
public final class LayerMemory {

  private final ChunkPool pool;
  private @Nullable SharedChunk room;
  private @Nullable ByteBuffer scratch;

  LayerMemory(ChunkPool pool) {
    this.pool = pool;
  }

  /** Room for what a layer delivers next. */
  public Chunk room(int least) {
    SharedChunk shared = room;
    if (shared == null) {
      shared = new SharedChunk(pool);
      room = shared;
    }
    return shared.room(least);
  }

  /** Memory of the heap, for a moment. */
  public ByteBuffer scratch(int least) {
    ByteBuffer memory = scratch;
    if (memory == null || memory.capacity() < least) {
      memory = ByteBuffer.allocate(Math.max(least, ChunkPool.LARGEST));
      scratch = memory;
    }
    return memory.clear();
  }

  void release() {
    if (room != null) {
      room.release();
    }
  }
}
