package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.Flushable;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ClosedStream;
import dev.ioserver.engine.spi.Stream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jctools.queues.varhandle.unpadded.MpscUnboundedVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a port. What the loop's own thread sends is collected, and written before the
 * loop waits; what other threads send goes through the outbox, and a request to the loop. What
 * waits to be written is counted against the watermarks.
 *
 * <p>Thread-safety: {@link #trySend} is for any thread; the rest is the loop's.
 */
final class Outbound extends PendingBytes implements Flushable {

  private static final int OUTBOX_CHUNK = 64;
  private static final int LOCAL_CHUNK = 4 << 10;
  private static final VarHandle OUTBOX;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OUTBOX =
          lookup.findVarHandle(
              Outbound.class, "outbox", MpscUnboundedVarHandleUnpaddedArrayQueue.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final EventLoop loop;
  private final LoopRequests requests;
  private final Framing framing;
  private final int prefixBytes;
  private final int maxLength;

  /**
   * Messages of other threads, each a chain of chunks: any thread to the loop. Null until one
   * sends: that thread makes it by CAS.
   */
  private volatile @Nullable MpscUnboundedVarHandleUnpaddedArrayQueue<Chunk> outbox;

  /** The loop has begun the port; before that there is no stream to send to. The loop's. */
  private boolean started;

  /** The loop knows that there is something to be flushed; the loop's. */
  private boolean dirty;

  /** Messages begun by the loop's own thread since the last flush; the loop's. */
  private int begun;

  /** What the loop's own thread is filling; the loop's. */
  private @Nullable Chunk open;

  /** The connection's, once more: it is needed for each message. The loop's. */
  private Stream stream = ClosedStream.INSTANCE;

  Outbound(EventLoop loop, PortOptions options, LoopRequests requests) {
    super(options.lowWatermark(), options.highWatermark());
    this.loop = loop;
    this.requests = requests;
    this.framing = options.framing();
    this.prefixBytes = framing.prefixBytes();
    this.maxLength = framing.maxLength();
  }

  /** From now on the loop's own thread sends past the outbox. */
  void start() {
    started = true;
  }

  /** Where to send to from now on. */
  void stream(Stream current) {
    stream = current;
  }

  /** See {@link Port}; whether the port is open has been looked at. */
  boolean trySend(ByteBuffer message) {
    int length = message.remaining();
    long size = size(length);
    checkReadable(message);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      if (local) {
        beginLocal(length, size);
        fillLocal(message);
        endLocal();
      } else {
        Chunk first = MessageWriter.begin(loop.pool(), framing, length, size);
        MessageWriter.fill(loop.pool(), first, message);
        post(first);
      }
    }
    message.position(message.limit());
    return true;
  }

  /** As the other, from a segment. */
  boolean trySend(MemorySegment message) {
    long length = message.byteSize();
    long size = size(length);
    if (length > 0) {
      // As checkReadable.
      var _ = message.get(ValueLayout.JAVA_BYTE, 0);
    }
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      if (local) {
        beginLocal(length, size);
        fillLocal(message);
        endLocal();
      } else {
        Chunk first = MessageWriter.begin(loop.pool(), framing, length, size);
        MessageWriter.fill(loop.pool(), first, message);
        post(first);
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
    long size = size(length);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      if (local) {
        beginLocal(length, size);
        for (int i = offset; i < offset + count; i++) {
          fillLocal(buffers[i]);
        }
        endLocal();
      } else {
        Chunk first = MessageWriter.begin(loop.pool(), framing, length, size);
        Chunk last = first;
        for (int i = offset; i < offset + count; i++) {
          last = MessageWriter.fill(loop.pool(), last, buffers[i]);
        }
        post(first);
      }
    }
    for (int i = offset; i < offset + count; i++) {
      buffers[i].position(buffers[i].limit());
    }
    return true;
  }

  /** Queues what other threads have sent, and has it written. */
  void drainOutbox() {
    MpscUnboundedVarHandleUnpaddedArrayQueue<Chunk> from = outbox;
    Chunk chain = from == null ? null : from.poll();
    if (from == null || chain == null) {
      return;
    }
    // What this thread has sent before goes first.
    queueOpen();
    int messages = 0;
    for (; chain != null; chain = from.poll()) {
      stream.send(chain);
      messages++;
    }
    loop.countOut(messages);
    stream.flush();
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
      stream.flush();
    }
  }

  /** How many bytes a message of that length takes on the wire. */
  private long size(long length) {
    if (length > maxLength) {
      throw new IllegalArgumentException(
          "the message has "
              + length
              + " bytes; the framing allows "
              + maxLength
              + "; send less, or raise maxLength");
    }
    return length + prefixBytes;
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

  /** Hands a message of another thread to the loop. */
  private void post(Chunk chain) {
    MpscUnboundedVarHandleUnpaddedArrayQueue<Chunk> to = outbox;
    if (to == null) {
      to = new MpscUnboundedVarHandleUnpaddedArrayQueue<>(OUTBOX_CHUNK);
      if (!OUTBOX.compareAndSet(this, null, to)) {
        to = outbox;
      }
    }
    assert to != null : "made by somebody";
    to.offer(chain);
    requests.ask(Connection.SEND);
  }

  /**
   * Whether the calling thread may send without the outbox: the loop's own, once it has begun the
   * port. It may know of a port of another thread before that.
   */
  private boolean sendsLocally() {
    return loop.isOwner() && started;
  }

  /** Begins a message of the loop's own thread, behind what is in the open chunk if it fits. */
  private void beginLocal(long length, long size) {
    Chunk now = open;
    if (now != null && now.writable() < prefixBytes) {
      stream.send(now);
      now = null;
    }
    if (now == null) {
      int bytes = (int) Math.max(LOCAL_CHUNK, Math.min(size, ChunkPool.LARGEST));
      now = loop.pool().leaseByOwner(bytes);
      open = now;
    }
    MessageWriter.putPrefix(now, framing, length);
  }

  private void fillLocal(ByteBuffer bytes) {
    Chunk first = begunChunk();
    filled(first, MessageWriter.fill(loop.pool(), first, bytes));
  }

  private void fillLocal(MemorySegment bytes) {
    Chunk first = begunChunk();
    filled(first, MessageWriter.fill(loop.pool(), first, bytes));
  }

  private Chunk begunChunk() {
    Chunk begunNow = open;
    assert begunNow != null : "filled before it was begun";
    return begunNow;
  }

  /** Queues what is full, and goes on with the last. */
  private void filled(Chunk first, Chunk last) {
    if (last != first) {
      open = last;
      stream.send(MessageWriter.unlinkBefore(first, last));
    }
  }

  private void endLocal() {
    begun++;
    if (!dirty) {
      dirty = true;
      loop.markDirty(this);
    }
  }

  private boolean queueOpen() {
    Chunk filled = open;
    if (filled == null) {
      return false;
    }
    open = null;
    stream.send(filled);
    return true;
  }
}
