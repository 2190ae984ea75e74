package dev.ioserver.netty;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much room reads of a connection have, unless a program says it.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class ReadRoom {

  /**
   * The least room that a read has. Netty's own 64 shrinks to the size of a short message, and a
   * buffer that was filled to its last byte asks for a second read, which finds nothing.
   */
  private static final int LEAST = 512;

  private static final int FIRST = 2048;
  private static final int MOST = 65536;

  private ReadRoom() {}

  /** What makes the buffers of one connection. */
  static RecvByteBufAllocator allocator() {
    return new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST);
  }
}
