package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.Flushable;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a message from the thread that sends it to the endpoint: what the loop's own thread
 * sends is collected, and written before the loop waits; what other threads send goes through the
 * outbox, and a request to the loop.
 *
 * <p>Thread-safety: {@link #trySend} is for any thread; the rest is the loop's.
 */
final class PortSender implements Flushable {

  private final EventLoop loop;
  private final Outbound output;
  private final LoopRequests requests;

  /** The core's, once more: it is needed for each message on either side. */
  private Endpoint endpoint = NoEndpoint.INSTANCE;

  /** The loop has begun the port; before that there is no endpoint to send to. */
  private boolean started;

  private boolean dirty;

  /** Messages begun by the loop's own thread since the last flush. */
  private int begun;

  PortSender(EventLoop loop, Outbound output, LoopRequests requests) {
    this.loop = loop;
    this.output = output;
    this.requests = requests;
  }

  /** From now on the loop's own thread sends past the outbox. */
  void start() {
    started = true;
  }

  /** Where to send to from now on. */
  void endpoint(Endpoint current) {
    endpoint = current;
  }

  /** See {@link Port}; whether the port is open has been looked at. */
  boolean trySend(ByteBuffer message) {
    int length = message.remaining();
    long size = output.size(length);
    checkReadable(message);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!output.reserve(size, local)) {
        return false;
      }
      if (local) {
        beginLocal(length);
        fillLocal(message);
        endLocal();
      } else {
        output.post(output.copyOf(message));
        requests.ask(Connection.SEND);
      }
    }
    message.position(message.limit());
    return true;
  }

  /** As the other, from a segment. */
  boolean trySend(MemorySegment message) {
    long length = message.byteSize();
    long size = output.size(length);
    if (length > 0) {
      // As checkReadable.
      var _ = message.get(ValueLayout.JAVA_BYTE, 0);
    }
    if (size > 0) {
      boolean local = sendsLocally();
      if (!output.reserve(size, local)) {
        return false;
      }
      if (local) {
        beginLocal(length);
        fillLocal(message);
        endLocal();
      } else {
        output.post(output.copyOf(message));
        requests.ask(Connection.SEND);
      }
    }
    return true;
  }

  /** As the other, gathered from several buffers. */
  boolean trySend(ByteBuffer[] buffers, int offset, int count) {
    long length = 0;
    for (int i = offset; i < offset + count; i++) {
      checkReadable(buffers[i]);
      length += buffers[i].remaining();
    }
    long size = output.size(length);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!output.reserve(size, local)) {
        return false;
      }
      gather(buffers, offset, count, length, local);
    }
    for (int i = offset; i < offset + count; i++) {
      buffers[i].position(buffers[i].limit());
    }
    return true;
  }

  /**
   * Whatever forbids to read it (its arena is closed, or is another thread's) shows here, before
   * room is taken and a prefix is written.
   */
  private static void checkReadable(ByteBuffer message) {
    if (message.hasRemaining()) {
      var _ = message.get(message.position());
    }
  }

  private void gather(ByteBuffer[] buffers, int offset, int count, long length, boolean local) {
    if (!local) {
      output.post(output.copyOf(buffers, offset, count, length));
      requests.ask(Connection.SEND);
      return;
    }
    beginLocal(length);
    for (int i = offset; i < offset + count; i++) {
      fillLocal(buffers[i]);
    }
    endLocal();
  }

  /** Queues what other threads have sent, and has it written. */
  void drainOutbox() {
    Chunk chain = output.poll();
    if (chain == null) {
      return;
    }
    // What this thread has sent before goes first.
    queueOpen();
    int messages = 0;
    for (; chain != null; chain = output.poll()) {
      endpoint.send(chain);
      messages++;
    }
    loop.countOut(messages);
    endpoint.flush();
  }

  /**
   * Whether the calling thread may send without the outbox: the loop's own, once it has begun the
   * port. It may know of a port of another thread before that.
   */
  private boolean sendsLocally() {
    return loop.isOwner() && started;
  }

  private void beginLocal(long length) {
    queue(output.beginLocal(length));
  }

  private void fillLocal(ByteBuffer bytes) {
    queue(output.fillLocal(bytes));
  }

  private void fillLocal(MemorySegment bytes) {
    queue(output.fillLocal(bytes));
  }

  private void endLocal() {
    begun++;
    if (!dirty) {
      dirty = true;
      loop.markDirty(this);
    }
  }

  @Override
  public void flushNow() {
    dirty = false;
    flushLocal();
  }

  /** Writes what the loop's thread has sent. */
  void flushLocal() {
    if (begun > 0) {
      loop.countOut(begun);
      begun = 0;
    }
    if (queueOpen()) {
      endpoint.flush();
    }
  }

  private boolean queueOpen() {
    Chunk open = output.takeOpen();
    queue(open);
    return open != null;
  }

  private void queue(@Nullable Chunk chunk) {
    if (chunk != null) {
      endpoint.send(chunk);
    }
  }
}
