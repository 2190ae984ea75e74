package dev.ioserver.engine.memory;

import org.jspecify.annotations.Nullable;

/** Chains of chunks. */
public final class Chunks {

  private Chunks() {}

  /**
   * Releases a chunk and all that are chained to it.
   *
   * @param first of the chain, or null for none
   */
  public static void releaseChain(@Nullable Chunk first) {
    Chunk chunk = first;
    while (chunk != null) {
      Chunk next = chunk.next();
      chunk.next(null);
      chunk.release();
      chunk = next;
    }
  }
}
