package dev.ioserver.engine.readiness;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.DatagramBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Room for the datagrams of one call, in chunks that all datagram sockets of a transport share: an
 * idle socket holds no memory. A chunk that nobody keeps anything of is used again at once, while
 * it is still in the processor's caches.
 *
 * <p>Belongs to the transport's thread.
 */
final class ReceiveRoom {

  /** Datagrams of one call at the most, and chunks for them. */
  static final int MOST = 64;

  static final int CHUNKS = 16;

  /** Datagrams begin where a cache line does not have to be shared for eight bytes. */
  private static final int ALIGNMENT = 8;

  final DatagramBatch batch = new DatagramBatch(MOST);

  /** Where each element of the batch is. */
  final Chunk[] chunks = new Chunk[MOST];

  final int[] offsets = new int[MOST];

  private final ChunkPool pool;
  private final boolean buffers;

  /** The chunks, each with a reference of its own. */
  private final @Nullable Chunk[] own = new Chunk[CHUNKS];

  /** Views of the chunks of the elements, for engines that need buffers; and of which chunk. */
  private final @Nullable ByteBuffer[] views = new ByteBuffer[MOST];

  private final @Nullable Chunk[] viewed = new Chunk[MOST];

  /** Somebody looks at what was received; a loop that is run from there must not overwrite it. */
  private boolean inUse;

  ReceiveRoom(ChunkPool pool, boolean buffers) {
    this.pool = pool;
    this.buffers = buffers;
  }

  boolean isInUse() {
    return inUse;
  }

  void inUse(boolean now) {
    inUse = now;
  }

  /** Makes room for so many datagrams of so many bytes each, or for fewer; returns how many. */
  int prepare(int bytes, int most) {
    int n = 0;
    for (int i = 0; i < CHUNKS && n < most; i++) {
      Chunk chunk = chunk(i, bytes);
      int at = aligned(chunk.writeIndex());
      while (n < most && at + bytes <= chunk.capacity()) {
        chunks[n] = chunk;
        offsets[n] = at;
        batch.address[n] = chunk.address() + at;
        batch.length[n] = bytes;
        batch.other[n] = null;
        if (buffers) {
          batch.buffer[n] = view(n, chunk, at, bytes);
        }
        n++;
        at = aligned(at + bytes);
      }
    }
    return n;
  }

  /** So many were received: what they fill is not room any more. */
  void received(int count) {
    for (int i = 0; i < count; i++) {
      chunks[i].writeIndex(offsets[i] + batch.length[i]);
    }
  }

  void release() {
    for (int i = 0; i < CHUNKS; i++) {
      Chunk chunk = own[i];
      if (chunk != null) {
        own[i] = null;
        chunk.release();
      }
    }
  }

  private Chunk chunk(int index, int bytes) {
    Chunk chunk = own[index];
    if (chunk != null && chunk.references() == 1) {
      chunk.restart();
      return chunk;
    }
    if (chunk != null && aligned(chunk.writeIndex()) + bytes <= chunk.capacity()) {
      return chunk;
    }
    if (chunk != null) {
      // Forgotten first: there may be no memory for the next.
      own[index] = null;
      chunk.release();
    }
    chunk = pool.lease(ChunkPool.LARGEST);
    own[index] = chunk;
    return chunk;
  }

  private ByteBuffer view(int element, Chunk chunk, int at, int bytes) {
    ByteBuffer view = views[element];
    if (view == null || viewed[element] != chunk) {
      view = chunk.buffer().duplicate();
      views[element] = view;
      viewed[element] = chunk;
    }
    return view.clear().limit(at + bytes).position(at);
  }

  private static int aligned(int index) {
    return (index + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
