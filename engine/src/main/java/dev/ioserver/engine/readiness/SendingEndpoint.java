package dev.ioserver.engine.readiness;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.queue.SmallQueue;

/**
 * A socket with what is yet to be written to it. A base class, and no object of its own: there are
 * many idle connections.
 *
 * <p>Belongs to the transport's thread.
 */
abstract class SendingEndpoint extends ReadinessEndpoint {

  private final SmallQueue<Chunk> unsent = new SmallQueue<>();
  private long unsentBytes;

  SendingEndpoint(ReadinessTransport transport, long descriptor, boolean edgeTriggered) {
    super(transport, descriptor, edgeTriggered);
  }

  /** How many bytes are queued. */
  public final long unsentBytes() {
    return unsentBytes;
  }

  /** Queues a chain of chunks, which are this queue's from now on. */
  final void queue(Chunk first) {
    Chunk chunk = first;
    while (chunk != null) {
      Chunk next = chunk.next();
      chunk.next(null);
      unsent.add(chunk);
      // Behind it: there may be no memory for a longer queue.
      unsentBytes += chunk.readable();
      chunk = next;
    }
  }

  /** Writes as much as one call takes; there is something. Returns what the call returns. */
  final long writeOnce() {
    transport.counters.writes.add(1);
    if (unsent.size() > 1) {
      int count = unsent.copyTo(transport.gathered);
      return transport.sockets.send(descriptor, transport.gathered, count);
    }
    Chunk only = unsent.peek();
    assert only != null : "bytes to write, but no chunk";
    return transport.sockets.send(descriptor, only);
  }

  /** So many bytes have been written: forgets them. */
  final void written(long bytes) {
    transport.counters.bytesOut.add(bytes);
    unsentBytes -= bytes;
    long left = bytes;
    for (Chunk chunk = unsent.peek(); chunk != null; chunk = unsent.peek()) {
      int readable = chunk.readable();
      if (readable > left) {
        chunk.readIndex(chunk.readIndex() + (int) left);
        break;
      }
      left -= readable;
      var _ = unsent.poll();
      chunk.releaseByOwner();
    }
  }

  @Override
  final void release() {
    unsent.drain(Chunk::release);
    unsentBytes = 0;
  }
}
