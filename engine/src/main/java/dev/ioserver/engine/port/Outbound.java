package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jctools.queues.varhandle.unpadded.MpscUnboundedVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a port: copies messages into chunks, and counts what waits to be written
 * against the watermarks.
 *
 * <p>Thread-safety: {@link #reserve}, the copies and the outbox are for any thread; what is marked
 * so is the loop's.
 */
final class Outbound {

  private static final int OUTBOX_CHUNK = 64;
  private static final int LOCAL_CHUNK = 4 << 10;
  private static final VarHandle TAKEN;
  private static final VarHandle OWN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TAKEN = lookup.findVarHandle(Outbound.class, "taken", long.class);
      OWN = lookup.findVarHandle(Outbound.class, "own", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ChunkPool pool;
  private final Framing framing;
  private final int prefixBytes;
  private final int maxLength;
  private final int high;
  private final int low;

  /** Messages of other threads, each a chain of chunks: any thread to the loop. */
  private final MpscUnboundedVarHandleUnpaddedArrayQueue<Chunk> outbox =
      new MpscUnboundedVarHandleUnpaddedArrayQueue<>(OUTBOX_CHUNK);

  /**
   * Bytes ever taken from other threads than the loop's. They: getAndAdd. Anybody: acquire load.
   */
  @SuppressWarnings("unused") // through TAKEN
  private long taken;

  /**
   * Bytes ever taken from the loop's thread, less all that were ever written or dropped. Loop:
   * plain load, release store. Others: acquire load.
   */
  private long own;

  /**
   * Somebody was refused and wants to hear of room. Senders: volatile store. Loop: volatile load.
   */
  private volatile boolean refused;

  /** What the loop's own thread is filling; the loop's. */
  private @Nullable Chunk open;

  Outbound(ChunkPool pool, PortOptions options) {
    this.pool = pool;
    this.framing = options.framing();
    this.prefixBytes = framing.prefixBytes();
    this.maxLength = framing.maxLength();
    this.high = options.highWatermark();
    this.low = options.lowWatermark();
  }

  /** How many bytes a message of that length takes on the wire. */
  long size(long length) {
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
   * Takes room for so many bytes, if what waits is below the high watermark.
   *
   * @param local whether the calling thread is the loop's
   */
  boolean reserve(long bytes, boolean local) {
    if (pending() >= high) {
      refused = true;
      VarHandle.fullFence();
      if (pending() >= high) {
        return false;
      }
    }
    if (local) {
      OWN.setRelease(this, own + bytes);
    } else {
      TAKEN.getAndAdd(this, bytes);
    }
    return true;
  }

  /**
   * Bytes taken and not yet written; more than that for a moment while others send, but never less:
   * what was written is looked at first.
   */
  long pending() {
    long notWritten = (long) OWN.getAcquire(this);
    return notWritten + (long) TAKEN.getAcquire(this);
  }

  /**
   * Bytes were written or dropped. The loop.
   *
   * @return whether somebody is to hear that there is room again
   */
  boolean written(long bytes) {
    OWN.setRelease(this, own - bytes);
    // Whoever was refused sees that, or is seen here.
    VarHandle.fullFence();
    if (refused && pending() <= low) {
      refused = false;
      return true;
    }
    return false;
  }

  /** A message in chunks of its own, ready for the outbox. Any thread. */
  Chunk copyOf(ByteBuffer[] buffers, int offset, int count, long length) {
    Chunk first = begin(length);
    Chunk last = first;
    for (int i = offset; i < offset + count; i++) {
      last = fill(last, buffers[i]);
    }
    return first;
  }

  /** As the other, from one buffer. */
  Chunk copyOf(ByteBuffer message) {
    Chunk first = begin(message.remaining());
    fill(first, message);
    return first;
  }

  /** As the other, from one segment. */
  Chunk copyOf(MemorySegment message) {
    Chunk first = begin(message.byteSize());
    fill(first, message);
    return first;
  }

  /** Hands a message to the loop. Any thread; a request to the loop follows. */
  void post(Chunk chain) {
    outbox.offer(chain);
  }

  /** The next message of another thread, or null. The loop. */
  @Nullable Chunk poll() {
    return outbox.poll();
  }

  /**
   * Begins a message of the loop's own thread; returns a full chunk to be queued first, or null.
   */
  @Nullable Chunk beginLocal(long length) {
    Chunk full = null;
    Chunk now = open;
    if (now != null && now.writable() < prefixBytes) {
      full = now;
      now = null;
    }
    if (now == null) {
      now =
          pool.leaseByOwner((int) Math.max(LOCAL_CHUNK, Math.min(size(length), ChunkPool.LARGEST)));
      open = now;
    }
    putPrefix(now, length);
    return full;
  }

  /** Adds bytes to the loop's own message; returns full chunks to be queued, chained, or null. */
  @Nullable Chunk fillLocal(ByteBuffer bytes) {
    Chunk first = begun();
    return filledLocal(first, fill(first, bytes));
  }

  /** As the other, from a segment. */
  @Nullable Chunk fillLocal(MemorySegment bytes) {
    Chunk first = begun();
    return filledLocal(first, fill(first, bytes));
  }

  private Chunk begun() {
    Chunk begun = open;
    assert begun != null : "filled before it was begun";
    return begun;
  }

  private @Nullable Chunk filledLocal(Chunk first, Chunk last) {
    if (last == first) {
      return null;
    }
    open = last;
    return unlinkBefore(first, last);
  }

  /** What the loop's own thread has filled, to be queued; or null. */
  @Nullable Chunk takeOpen() {
    Chunk filled = open;
    open = null;
    return filled;
  }

  private Chunk begin(long length) {
    Chunk first = pool.lease((int) Math.min(size(length), ChunkPool.LARGEST));
    putPrefix(first, length);
    return first;
  }

  /** Copies into a chunk and as many more as it takes; returns the last. */
  private Chunk fill(Chunk into, MemorySegment bytes) {
    Chunk last = into;
    long length = bytes.byteSize();
    for (long done = 0; done < length; ) {
      last = withRoom(last, length - done);
      int part = (int) Math.min(last.writable(), length - done);
      MemorySegment.copy(bytes, done, last.segment(), last.writeIndex(), part);
      last.writeIndex(last.writeIndex() + part);
      done += part;
    }
    return last;
  }

  /** As the other; by absolute puts, which neither allocate nor move the source's position. */
  private Chunk fill(Chunk into, ByteBuffer bytes) {
    Chunk last = into;
    int length = bytes.remaining();
    for (int done = 0; done < length; ) {
      last = withRoom(last, length - done);
      int part = Math.min(last.writable(), length - done);
      last.buffer().put(last.writeIndex(), bytes, bytes.position() + done, part);
      last.writeIndex(last.writeIndex() + part);
      done += part;
    }
    return last;
  }

  /** The chunk itself, or a new one chained to it if it is full. */
  private Chunk withRoom(Chunk chunk, long missing) {
    if (chunk.writable() > 0) {
      return chunk;
    }
    Chunk more = pool.lease((int) Math.min(missing, ChunkPool.LARGEST));
    chunk.next(more);
    return more;
  }

  private void putPrefix(Chunk chunk, long length) {
    int size = prefixBytes;
    if (size == 0) {
      return;
    }
    boolean big = framing.order() == ByteOrder.BIG_ENDIAN;
    int at = chunk.writeIndex();
    for (int i = 0; i < size; i++) {
      int shift = 8 * (big ? size - 1 - i : i);
      chunk.buffer().put(at + i, (byte) (length >>> shift));
    }
    chunk.writeIndex(at + size);
  }

  /** Cuts a chain before its last chunk. */
  private static Chunk unlinkBefore(Chunk first, Chunk last) {
    Chunk chunk = first;
    for (Chunk next = chunk.next(); next != last && next != null; next = chunk.next()) {
      chunk = next;
    }
    chunk.next(null);
    return first;
  }
}
