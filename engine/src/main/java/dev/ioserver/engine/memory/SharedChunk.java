package dev.ioserver.engine.memory;

import org.jspecify.annotations.Nullable;

/**
 * Memory that all connections of a loop receive into, one after the other, so that an idle one
 * holds none. What a message keeps of it stays; a chunk that nobody keeps anything of is used again
 * at once, while it is still in the processor's caches.
 *
 * <p>Belongs to the loop's thread.
 */
public final class SharedChunk {

  private final ChunkPool pool;

  private @Nullable Chunk chunk;

  /**
   * None is leased yet.
   *
   * @param pool where chunks come from
   */
  public SharedChunk(ChunkPool pool) {
    this.pool = pool;
  }

  /**
   * {@return a chunk with room behind its write index; it stays this object's}
   *
   * @param least how many bytes there must be room for, 1 to {@link ChunkPool#LARGEST}
   * @throws OutOfMemoryError if there is no memory for it
   */
  public Chunk room(int least) {
    Chunk now = chunk;
    if (now != null && now.references() == 1) {
      now.restart();
      return now;
    }
    if (now != null && now.writable() >= least) {
      return now;
    }
    if (now != null) {
      // Forgotten first: there may be no memory for the next.
      chunk = null;
      now.release();
    }
    now = pool.lease(ChunkPool.LARGEST);
    chunk = now;
    return now;
  }

  /** Gives the memory back. */
  public void release() {
    Chunk now = chunk;
    if (now != null) {
      chunk = null;
      now.release();
    }
  }
}
