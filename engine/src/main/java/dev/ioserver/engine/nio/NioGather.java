package dev.ioserver.engine.nio;

import dev.ioserver.engine.memory.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes several chunks at once. Up to {@link #COPY_LIMIT} bytes they are copied into one buffer:
 * that is faster than handing java.nio an array, which it walks and locks element by element, and
 * allocates nothing. Above, the copy would cost more than it saves.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class NioGather {

  /** The most chunks in one write. */
  static final int MAX_CHUNKS = 64;

  /** In bytes. Measured: at 16 KiB and below copying wins, at 32 KiB and above the array does. */
  private static final int COPY_LIMIT = 16 << 10;

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_LIMIT);
  private final ByteBuffer[] array = new ByteBuffer[MAX_CHUNKS];

  /**
   * Writes.
   *
   * @param count how many of {@code chunks}, 1 to {@link #MAX_CHUNKS}
   * @return how many bytes were written, out of {@link #bytes}
   */
  long write(SocketChannel channel, Chunk[] chunks, int count) throws IOException {
    return bytes(chunks, count) <= COPY_LIMIT
        ? writeCopy(channel, chunks, count)
        : writeArray(channel, chunks, count);
  }

  /** How many bytes chunks have to write. */
  static long bytes(Chunk[] chunks, int count) {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += chunks[i].readable();
    }
    return bytes;
  }

  /** A chunk's buffer, from its read index to its write index. */
  static ByteBuffer readable(Chunk chunk) {
    return chunk.buffer().limit(chunk.writeIndex()).position(chunk.readIndex());
  }

  private long writeCopy(SocketChannel channel, Chunk[] chunks, int count) throws IOException {
    copy.clear();
    for (int i = 0; i < count; i++) {
      copy.put(readable(chunks[i]));
    }
    return channel.write(copy.flip());
  }

  private long writeArray(SocketChannel channel, Chunk[] chunks, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      array[i] = readable(chunks[i]);
    }
    try {
      return channel.write(array, 0, count);
    } finally {
      // Not to keep the memory of chunks that may be given up.
      for (int i = 0; i < count; i++) {
        array[i] = NONE;
      }
    }
  }
}
