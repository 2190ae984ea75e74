package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.Flushable;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.memory.Chunks;
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
  private final Traffic traffic;

  /** What is put before and after messages. Any thread: volatile. */
  private volatile Framing framing;

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

  /** Where the message in hand begins in the chunk it was begun in; the loop's. */
  private int begunAt;

  /** The connection's, once more: it is needed for each message. The loop's. */
  private Stream stream = ClosedStream.INSTANCE;

  Outbound(EventLoop loop, PortOptions options, LoopRequests requests, Traffic traffic) {
    super(options.lowWatermark(), options.highWatermark());
    this.loop = loop;
    this.requests = requests;
    this.traffic = traffic;
    this.framing = options.framing();
  }

  @Override
  void onRefused(boolean first) {
    traffic.refused(first, pending());
  }

  /** From now on messages are framed so. */
  void framing(Framing next) {
    framing = next;
  }

  Framing framing() {
    return framing;
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
    Framing framed = framing;
    long size = size(framed, length);
    checkReadable(message);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      Chunk first = null;
      try {
        first = begin(framed, length, size, local);
        Chunk last = MessageWriter.fill(loop.pool(), first, message);
        end(framed, length, first, last, local);
      } catch (RuntimeException | Error e) {
        undo(first, size, local);
        throw e;
      }
      tell(local);
    }
    message.position(message.limit());
    return true;
  }

  /** As the other, from a segment. */
  boolean trySend(MemorySegment message) {
    long length = message.byteSize();
    Framing framed = framing;
    long size = size(framed, length);
    if (length > 0) {
      // As checkReadable.
      var _ = message.get(ValueLayout.JAVA_BYTE, 0);
    }
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      Chunk first = null;
      try {
        first = begin(framed, length, size, local);
        Chunk last = MessageWriter.fill(loop.pool(), first, message);
        end(framed, length, first, last, local);
      } catch (RuntimeException | Error e) {
        undo(first, size, local);
        throw e;
      }
      tell(local);
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
    Framing framed = framing;
    long size = size(framed, length);
    if (size > 0) {
      boolean local = sendsLocally();
      if (!reserve(size, local)) {
        return false;
      }
      Chunk first = null;
      try {
        first = begin(framed, length, size, local);
        Chunk last = first;
        for (int i = offset; i < offset + count; i++) {
          last = MessageWriter.fill(loop.pool(), last, buffers[i]);
        }
        end(framed, length, first, last, local);
      } catch (RuntimeException | Error e) {
        undo(first, size, local);
        throw e;
      }
      tell(local);
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
    countOut(messages);
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
      countOut(begun);
      begun = 0;
    }
    try {
      if (queueOpen()) {
        stream.flush();
      }
    } catch (RuntimeException | Error e) {
      requests.onThrown(e);
    }
  }

  private void countOut(int messages) {
    loop.countOut(messages);
    traffic.sent(messages);
  }

  /** How many bytes a message of that length takes on the wire. */
  private static long size(Framing framing, long length) {
    if (length > framing.maxLength() || length < framing.minLength()) {
      throw lengthRefused(framing, length);
    }
    return length + framing.headerLength(length) + framing.trailerLength(length);
  }

  private static IllegalArgumentException lengthRefused(Framing framing, long length) {
    int least = framing.minLength();
    int most = framing.maxLength();
    String allowed =
        least == 0 ? "" + most : least == most ? "" + most + " alone" : least + " to " + most;
    return new IllegalArgumentException(
        "the message has "
            + length
            + " bytes; the framing allows "
            + allowed
            + (length > most ? "; send less, or raise maxLength" : "; send more"));
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

  /** Begins a message: its prefix stands in the chunk that is returned. */
  private Chunk begin(Framing framed, long length, long size, boolean local) {
    return local
        ? beginLocal(framed, length, size)
        : MessageWriter.begin(loop.pool(), framed, length, size);
  }

  /** The message is whole, in a chain of chunks, but for what follows it. */
  private void end(Framing framed, long length, Chunk first, Chunk last, boolean local) {
    int from = local ? begunAt : 0;
    Chunk end = MessageWriter.putTrailer(loop.pool(), framed, length, first, from, last);
    if (local) {
      endLocal(first, end);
    } else {
      post(first);
    }
  }

  /**
   * Something failed, memory as a rule, before the message was whole: nothing of it is sent, and
   * the next message finds all as it was before.
   *
   * @param first where it was begun, or null if it was not
   */
  private void undo(@Nullable Chunk first, long size, boolean local) {
    if (first != null) {
      Chunks.releaseChain(first.next());
      first.next(null);
      if (first == open && local) {
        first.writeIndex(begunAt);
      } else {
        first.release();
      }
    }
    if (giveBack(size, local)) {
      requests.ask(Connection.ROOM);
    }
  }

  /** Puts a message of another thread where the loop finds it. */
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
  }

  /** Has the loop look at the outbox. The message is sent: nothing that fails here undoes it. */
  private void tell(boolean local) {
    if (!local) {
      requests.ask(Connection.SEND);
    }
  }

  /**
   * Whether the calling thread may send without the outbox: the loop's own, once it has begun the
   * port. It may know of a port of another thread before that.
   */
  private boolean sendsLocally() {
    return loop.isOwner() && started;
  }

  /**
   * Begins a message of the loop's own thread, behind what is in the open chunk if its header fits
   * there. The stream hears of it when it is whole.
   */
  private Chunk beginLocal(Framing framed, long length, long size) {
    if (!dirty) {
      loop.markDirty(this);
      dirty = true;
    }
    int header = framed.headerLength(length);
    Chunk first = open;
    if (first == null || first.writable() < header) {
      int bytes = (int) Math.max(Math.max(LOCAL_CHUNK, header), Math.min(size, ChunkPool.LARGEST));
      first = loop.pool().leaseByOwner(bytes);
    }
    begunAt = first.writeIndex();
    MessageWriter.putHeader(first, framed, length, header);
    return first;
  }

  /** Queues what is full, and goes on with the last. */
  private void endLocal(Chunk first, Chunk last) {
    begun++;
    Chunk before = open;
    if (last == before) {
      return;
    }
    open = last;
    try {
      if (before != null && before != first) {
        stream.send(before);
      }
      if (last != first) {
        stream.send(MessageWriter.unlinkBefore(first, last));
      }
    } catch (RuntimeException | Error e) {
      // What the stream has taken of it cannot be taken back: the peer must not read on.
      requests.onThrown(e);
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
