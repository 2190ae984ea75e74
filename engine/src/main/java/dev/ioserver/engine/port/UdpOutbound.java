package dev.ioserver.engine.port;

import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.Flushable;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ClosedDatagrams;
import dev.ioserver.engine.spi.Datagrams;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jctools.queues.varhandle.unpadded.MpscUnboundedVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a datagram port. What the loop's own thread sends is collected, one datagram
 * behind the other in the same memory, and sent before the loop waits; what other threads send goes
 * through the outbox, and a request to the loop. What waits to be sent is counted against the
 * watermarks.
 *
 * <p>Thread-safety: {@link #trySend} is for any thread; the rest is the loop's.
 */
final class UdpOutbound extends PendingBytes implements Flushable {

  private static final int OUTBOX_CHUNK = 64;

  /** What the loop's thread fills, at first and when it sends much at a time. */
  private static final int SMALL_CHUNK = 16 << 10;

  /** A datagram of another thread that is copied behind others, so that they may go as one. */
  private static final int COPIED = 2 << 10;

  /** Before a datagram of another thread: its destination. */
  private static final int HIGH = 0;

  private static final int LOW = 8;
  private static final int PORT = 16;
  private static final int SCOPE = 20;
  private static final int HEADER = 24;

  /**
   * A destination that a header has no place for. It is kept with its chunk, and used again with
   * it.
   */
  private static final class Addressed {
    private final Chunk chunk;

    /** Set before it is put into the outbox, which publishes it. */
    private @Nullable SocketAddress to;

    private Addressed(Chunk chunk) {
      this.chunk = chunk;
    }

    static Addressed of(Chunk chunk, SocketAddress to) {
      Addressed addressed;
      if (chunk.companion() instanceof Addressed kept) {
        addressed = kept;
      } else {
        addressed = new Addressed(chunk);
        chunk.companion(addressed);
      }
      addressed.to = to;
      return addressed;
    }
  }

  private final EventLoop loop;
  private final LoopRequests requests;
  private final Traffic traffic;

  /** Datagrams of other threads: a {@link Chunk} with a header, or an {@link Addressed} one. */
  private final MpscUnboundedVarHandleUnpaddedArrayQueue<Object> outbox =
      new MpscUnboundedVarHandleUnpaddedArrayQueue<>(OUTBOX_CHUNK);

  /** The loop knows that there is something to be flushed; the loop's. */
  private boolean dirty;

  /** Datagrams begun by the loop's own thread since the last flush; the loop's. */
  private int begun;

  /** What the loop's own thread is filling; the loop's. */
  private @Nullable Chunk open;

  /** More than one chunk was filled since the last flush: the next one is larger. The loop's. */
  private boolean sendsMuch;

  private Datagrams datagrams = ClosedDatagrams.INSTANCE;

  UdpOutbound(EventLoop loop, DatagramOptions options, LoopRequests requests, Traffic traffic) {
    super(options.lowWatermark(), options.highWatermark());
    this.loop = loop;
    this.requests = requests;
    this.traffic = traffic;
  }

  @Override
  void onRefused(boolean first) {
    traffic.refused(first, pending());
  }

  /** Where to send to from now on. */
  void datagrams(Datagrams current) {
    datagrams = current;
  }

  /**
   * See {@link DatagramPort}; whether the port is open has been looked at.
   *
   * @param port -1 for the peer of a connected port
   * @param other a destination that has no host, or null
   */
  boolean trySend(
      ByteBuffer message, long high, long low, int port, int scope, @Nullable SocketAddress other) {
    int length = message.remaining();
    if (!reserveFor(length)) {
      return false;
    }
    Chunk chunk = null;
    boolean local = loop.isOwner();
    try {
      chunk = begin(length, local);
      int at = local ? chunk.writeIndex() : HEADER;
      chunk.buffer().put(at, message, message.position(), length);
      end(chunk, at, length, high, low, port, scope, other, local);
    } catch (RuntimeException | Error e) {
      undo(chunk, length, local);
      throw e;
    }
    tell(local);
    message.position(message.limit());
    return true;
  }

  /** As the other, from a segment. */
  boolean trySend(
      MemorySegment message,
      long high,
      long low,
      int port,
      int scope,
      @Nullable SocketAddress other) {
    if (message.byteSize() > DatagramPort.MAX_LENGTH) {
      throw tooLong(message.byteSize());
    }
    int length = (int) message.byteSize();
    if (!reserveFor(length)) {
      return false;
    }
    Chunk chunk = null;
    boolean local = loop.isOwner();
    try {
      chunk = begin(length, local);
      int at = local ? chunk.writeIndex() : HEADER;
      MemorySegment.copy(message, 0, chunk.segment(), at, length);
      end(chunk, at, length, high, low, port, scope, other, local);
    } catch (RuntimeException | Error e) {
      undo(chunk, length, local);
      throw e;
    }
    tell(local);
    return true;
  }

  /** Queues what other threads have sent, and has it sent. */
  void drainOutbox() {
    Object next = outbox.poll();
    if (next == null) {
      return;
    }
    int messages = 0;
    for (; next != null; next = outbox.poll()) {
      if (next instanceof Chunk chunk) {
        ByteBuffer header = chunk.buffer();
        queue(
            chunk,
            header.getLong(HIGH),
            header.getLong(LOW),
            header.getInt(PORT),
            header.getInt(SCOPE),
            null);
      } else if (next instanceof Addressed addressed) {
        queue(addressed.chunk, 0, 0, 0, 0, addressed.to);
      }
      messages++;
    }
    countOut(messages);
    datagrams.flush();
  }

  @Override
  public void flushNow() {
    dirty = false;
    flushLocal();
  }

  /** Sends what the loop's thread has sent. */
  void flushLocal() {
    if (begun > 0) {
      countOut(begun);
      begun = 0;
    }
    sendsMuch = false;
    try {
      datagrams.flush();
      Chunk filled = open;
      // With bytes that wait it stays as it is: nothing of it may be overwritten.
      if (filled != null && filled.references() == 1) {
        open = null;
        filled.releaseByOwner();
      }
    } catch (RuntimeException | Error e) {
      requests.onThrown(e);
    }
  }

  /** Gives back the memory that is being filled: the port is over. */
  void release() {
    Chunk filled = open;
    if (filled != null) {
      open = null;
      filled.release();
    }
  }

  private void countOut(int messages) {
    loop.countOut(messages);
    traffic.sent(messages);
  }

  private boolean reserveFor(int length) {
    if (length > DatagramPort.MAX_LENGTH) {
      throw tooLong(length);
    }
    return reserve(Math.max(1, length), loop.isOwner());
  }

  private static IllegalArgumentException tooLong(long length) {
    return new IllegalArgumentException(
        "the datagram has "
            + length
            + " bytes; at most "
            + DatagramPort.MAX_LENGTH
            + " can be sent");
  }

  /** A chunk with room for a datagram: behind others, or behind a header. */
  private Chunk begin(int length, boolean local) {
    if (!local) {
      return loop.pool().lease(HEADER + length);
    }
    if (!dirty) {
      loop.markDirty(this);
      dirty = true;
    }
    Chunk chunk = open;
    if (chunk != null && chunk.writable() >= length) {
      return chunk;
    }
    boolean more = chunk != null;
    if (chunk != null) {
      open = null;
      chunk.releaseByOwner();
    }
    int least = more || sendsMuch ? ChunkPool.LARGEST : SMALL_CHUNK;
    sendsMuch |= more;
    chunk = loop.pool().leaseByOwner(Math.max(least, length));
    open = chunk;
    return chunk;
  }

  /** The bytes are in their place. */
  private void end(
      Chunk chunk,
      int at,
      int length,
      long high,
      long low,
      int port,
      int scope,
      @Nullable SocketAddress other,
      boolean local) {
    if (local) {
      datagrams.send(chunk, at, length, high, low, port, scope, other);
      chunk.writeIndex(at + length);
      begun++;
      return;
    }
    chunk.writeIndex(HEADER + length);
    if (other != null) {
      outbox.offer(Addressed.of(chunk, other));
      return;
    }
    chunk.buffer().putLong(HIGH, high).putLong(LOW, low).putInt(PORT, port).putInt(SCOPE, scope);
    outbox.offer(chunk);
  }

  /** Something failed, memory as a rule, before it was queued: nothing of it is sent. */
  private void undo(@Nullable Chunk chunk, int length, boolean local) {
    if (chunk != null && !local) {
      chunk.release();
    }
    if (giveBack(Math.max(1, length), local)) {
      requests.ask(Binding.ROOM);
    }
  }

  /** Has the loop look at the outbox. The datagram is sent: nothing that fails here undoes it. */
  private void tell(boolean local) {
    if (!local) {
      requests.ask(Binding.SEND);
    }
  }

  /** Queues a datagram of another thread; its chunk is this one's. */
  private void queue(
      Chunk chunk, long high, long low, int port, int scope, @Nullable SocketAddress other) {
    int length = chunk.writeIndex() - HEADER;
    try {
      if (length > COPIED) {
        datagrams.send(chunk, HEADER, length, high, low, port, scope, other);
        return;
      }
      Chunk to = begin(length, true);
      int at = to.writeIndex();
      MemorySegment.copy(chunk.segment(), HEADER, to.segment(), at, length);
      datagrams.send(to, at, length, high, low, port, scope, other);
      to.writeIndex(at + length);
    } finally {
      chunk.release();
    }
  }
}
