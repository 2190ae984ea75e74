package dev.ioserver.engine.readiness;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.DatagramBatch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one call sends; filled and emptied within it, for all datagram sockets of a transport.
 *
 * <p>Belongs to the transport's thread.
 */
final class SendBatch {

  static final int MOST = 64;

  final DatagramBatch batch = new DatagramBatch(MOST);

  /** How many datagrams each element is. */
  final int[] runs = new int[MOST];

  private final boolean buffers;
  private final @Nullable ByteBuffer[] views = new ByteBuffer[MOST];
  private final @Nullable Chunk[] viewed = new Chunk[MOST];

  SendBatch(boolean buffers) {
    // What goes as one is put together here, for all systems alike.
    batch.together = false;
    this.buffers = buffers;
  }

  /** Fills it with what is queued, from the front; returns how many elements. */
  int fill(SendQueue queue, int segmentLimit) {
    int elements = 0;
    for (int at = 0; at < queue.size() && elements < MOST; elements++) {
      runs[elements] = queue.fill(this, elements, at, segmentLimit);
      at += runs[elements];
    }
    return elements;
  }

  /** Says where the bytes of an element are. */
  void set(int element, Chunk chunk, int offset, int length, int segment) {
    batch.address[element] = chunk.address() + offset;
    batch.length[element] = length;
    batch.segment[element] = segment;
    if (buffers) {
      ByteBuffer view = views[element];
      if (view == null || viewed[element] != chunk) {
        view = chunk.buffer().duplicate();
        views[element] = view;
        viewed[element] = chunk;
      }
      batch.buffer[element] = view.clear().limit(offset + length).position(offset);
    }
  }
}
