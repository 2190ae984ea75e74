package dev.ioserver.engine.port;

import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.memory.Chunk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a port within its loop: cuts what arrives into messages, and delivers as
 * many as there is credit and room for. Bytes beyond that stay buffered, and nothing more is read
 * until they are delivered, so that the memory of a slow receiver is bounded by the room and one
 * chunk.
 *
 * <p>Belongs to the loop's thread.
 */
final class Inbound {

  private final TcpPort port;
  private final Connection connection;
  private final Framing framing;
  private final boolean raw;
  private final Reassembly reassembly;

  private final Credit credit;

  /** A passive receive in hand: how many bytes, 0 for whatever comes, or NONE. */
  private int asked = NONE;

  /** The question that {@link #asked} is from. */
  private long question = PendingReceive.NONE;

  /** Made for the first passive receive that is for now: most ports never see one. */
  private @Nullable Look look;

  static final int NONE = -1;

  /** Messages of at most so many bytes are copied out of the chunk that was read into. */
  private static final int COPIED = 16 << 10;

  /** Bytes that were read and not yet looked at. */
  private @Nullable Chunk left;

  private int leftAt;
  private int leftEnd;

  /** The prefix of a frame that came in parts: how many of its bytes, and their value. */
  private int prefixBytes;

  private int prefixValue;

  /** The length of the frame in hand, or NONE while its prefix is not complete. */
  private int frameLength = NONE;

  private boolean peerClosed;
  private boolean peerClosedTold;

  /** Bytes are in hand: what fails for want of memory is about them. */
  private boolean busy;

  Inbound(TcpPort port, Connection connection, Framing framing) {
    this.port = port;
    this.connection = connection;
    this.credit = port.credit();
    this.framing = framing;
    this.raw = framing.isRaw();
    this.reassembly = new Reassembly();
  }

  /** A passive receive asks for bytes; {@link PendingReceive#NONE} takes that back. */
  void ask(long next) {
    question = next;
    asked = next == PendingReceive.NONE ? NONE : PendingReceive.length(next);
  }

  /**
   * Whether to look again, after the next poll, for what a passive receive wants now. When there is
   * nothing to be found any more this says so to the receiver.
   */
  boolean looksOn() {
    if (asked == NONE || !PendingReceive.isForNow(question)) {
      return false;
    }
    Look current = look;
    if (current == null) {
      current = new Look(port.loop().transport());
      look = current;
    }
    if (current.goesOn(question, collected())) {
      return true;
    }
    asked = NONE;
    if (pending().findNothing(question)) {
      port.changed();
    }
    return false;
  }

  /** Bytes have arrived. */
  void received(Chunk chunk, int offset, int length) {
    if (left != null) {
      // Cannot be: nothing is read while something is left. Were it so, order would be lost.
      throw new AssertionError("bytes arrived while others wait");
    }
    int end = offset + length;
    busy = true;
    int at = consume(chunk, offset, end);
    busy = false;
    if (at < end && !connection.isFailing()) {
      chunk.retain();
      left = chunk;
      leftAt = at;
      leftEnd = end;
    }
  }

  /** The peer has sent its last byte. */
  void ended() {
    peerClosed = true;
  }

  /** No more bytes come, and no end: what failed is told when what is kept has been delivered. */
  void cut() {
    peerClosed = true;
    peerClosedTold = true;
  }

  /** Delivers what there is credit for out of what is left, then the peer's end. */
  void proceed() {
    busy = true;
    deliverAssembled();
    Chunk chunk = left;
    if (chunk != null) {
      left = null;
      proceed(chunk);
    }
    busy = false;
    tellEnd();
  }

  private void proceed(Chunk chunk) {
    boolean kept = false;
    try {
      int at = consume(chunk, leftAt, leftEnd);
      if (at < leftEnd && !connection.isFailing()) {
        left = chunk;
        leftAt = at;
        kept = true;
      }
    } finally {
      if (!kept) {
        chunk.release();
      }
    }
  }

  /** What is being done with bytes that arrived, for messages; null if nothing is. */
  @Nullable String doing() {
    if (!busy) {
      return null;
    }
    if (frameLength != NONE) {
      return "a frame of " + frameLength + " bytes, of which " + reassembly.size() + " are kept,";
    }
    if (asked > 0) {
      return "a read of " + asked + " bytes, of which " + reassembly.size() + " are kept,";
    }
    return "bytes that arrived";
  }

  /** Ends the passive receive in hand, if there is one, without an answer. */
  boolean refuseAsked() {
    if (asked == NONE || !claim()) {
      return false;
    }
    asked = NONE;
    pending().refuse();
    port.changed();
    return true;
  }

  /** Whether more bytes are wanted from the transport. */
  boolean wantsBytes() {
    return left == null
        && !peerClosed
        && (asked != NONE || (credit.isActive() && port.hasInboxRoom() && port.hasLoopRoom()));
  }

  /** Whether the port is paused and keeps nothing: bytes that come now would be kept. */
  boolean mayReadAhead() {
    return asked == NONE && !credit.isActive() && !peerClosed && !keepsBytes();
  }

  /** Whether bytes wait for credit, a passive receive or room: they come before a failure. */
  boolean keepsBytes() {
    return left != null || hasWhole();
  }

  void release() {
    if (left != null) {
      left.release();
      left = null;
    }
    reassembly.release();
  }

  private void tellEnd() {
    if (!peerClosed || left != null) {
      return;
    }
    refuseAsked();
    if (credit.isActive() && !hasWhole() && !peerClosedTold) {
      peerClosedTold = true;
      connection.deliverPeerClosed();
    }
  }

  /** Where a passive receive is answered: it was asked for, so there is one. */
  private PendingReceive pending() {
    return port.passive().pending();
  }

  /**
   * Whether something assembled waits for a passive receive, credit or room: it comes before the
   * end.
   */
  private boolean hasWhole() {
    return raw ? reassembly.size() > 0 : frameLength != NONE && reassembly.size() == frameLength;
  }

  /** How many bytes of the message in hand, its prefix included, have been looked at. */
  private int collected() {
    return reassembly.size() + (frameLength == NONE ? prefixBytes : framing.prefixBytes());
  }

  private boolean mayDeliver() {
    return asked != NONE || (credit.isActive() && port.hasInboxRoom());
  }

  /** Makes sure that the passive receive in hand, if it is one, has not been withdrawn. */
  private boolean claim() {
    if (asked == NONE || pending().claim(question)) {
      return true;
    }
    asked = NONE;
    return false;
  }

  /** What is assembled already goes to whoever comes next: a passive receive may have left it. */
  private void deliverAssembled() {
    if (!raw) {
      if (frameLength != NONE && reassembly.size() == frameLength && mayDeliver()) {
        deliverFrame();
      }
      return;
    }
    while (reassembly.size() > 0 && mayDeliver()) {
      int size = reassembly.size();
      int length = asked > 0 ? asked : size;
      if (length > size) {
        return;
      }
      if (claim()) {
        deliver(reassembly.take(port, length));
      }
    }
  }

  private void deliverFrame() {
    if (!claim()) {
      return;
    }
    int length = frameLength;
    frameLength = NONE;
    deliver(length == 0 ? DataCache.empty(port) : reassembly.take(port, length));
  }

  private int consume(Chunk chunk, int from, int end) {
    int at = from;
    while (at < end && mayDeliver() && !connection.isFailing()) {
      at = raw ? raw(chunk, at, end) : frame(chunk, at, end);
    }
    return at;
  }

  private int raw(Chunk chunk, int at, int end) {
    int available = end - at;
    if (asked > 0) {
      return exactly(asked, chunk, at, available);
    }
    if (reassembly.size() > 0) {
      // A passive receive that was taken back has left it: it comes before what is in the chunk.
      deliverAssembled();
      return at;
    }
    if (!claim()) {
      return at;
    }
    deliver(part(chunk, at, available));
    return end;
  }

  /**
   * A message of a part of the chunk that was read into, which other ports' bytes may share. Where
   * much waits, a short one gets memory of its own: it would keep the whole chunk.
   */
  private PooledData part(Chunk chunk, int at, int length) {
    if (asked != NONE || !port.loop().inboxBudget().isCrowded()) {
      return DataCache.take(port, chunk, at, length);
    }
    if (length > COPIED) {
      PooledData data = DataCache.take(port, chunk, at, length);
      data.keepsChunk();
      return data;
    }
    Chunk own = port.loop().pool().lease(length);
    try {
      MemorySegment.copy(chunk.segment(), at, own.segment(), 0, length);
      own.writeIndex(length);
      PooledData data = DataCache.take(port, own, 0, length);
      data.keepsChunk();
      return data;
    } finally {
      own.release();
    }
  }

  /** A passive receive of so many bytes. */
  private int exactly(int wanted, Chunk chunk, int at, int available) {
    if (reassembly.size() == 0 && available >= wanted) {
      if (!claim()) {
        return at;
      }
      deliver(DataCache.take(port, chunk, at, wanted));
      return at + wanted;
    }
    int taken = Math.min(wanted - reassembly.size(), available);
    reassembly.add(port.loop().pool(), chunk, at, taken, wanted);
    if (reassembly.size() == wanted && claim()) {
      deliver(reassembly.take(port, wanted));
    }
    return at + taken;
  }

  private int frame(Chunk chunk, int from, int end) {
    int at = frameLength == NONE ? prefix(chunk, from, end) : from;
    if (frameLength == NONE) {
      return at;
    }
    int missing = frameLength - reassembly.size();
    int available = end - at;
    if (reassembly.size() == 0 && available >= missing) {
      if (!claim()) {
        return at;
      }
      PooledData data = part(chunk, at, frameLength);
      frameLength = NONE;
      deliver(data);
      return at + missing;
    }
    int taken = Math.min(missing, available);
    reassembly.add(port.loop().pool(), chunk, at, taken, frameLength);
    if (taken == missing) {
      deliverFrame();
    }
    return at + taken;
  }

  /** Reads prefix bytes, which may come in parts, until the length is known or they run out. */
  private int prefix(Chunk chunk, int from, int end) {
    int at = from;
    int size = framing.prefixBytes();
    boolean big = framing.order() == ByteOrder.BIG_ENDIAN;
    while (at < end && prefixBytes < size) {
      int b = chunk.segment().get(ValueLayout.JAVA_BYTE, at++) & 0xFF;
      prefixValue = big ? prefixValue << 8 | b : prefixValue | b << (8 * prefixBytes);
      prefixBytes++;
    }
    if (prefixBytes < size) {
      return at;
    }
    long length = Integer.toUnsignedLong(prefixValue);
    prefixBytes = 0;
    prefixValue = 0;
    if (length > framing.maxLength()) {
      connection.failWith(new FrameTooLongException(length, framing.maxLength()));
      return at;
    }
    frameLength = (int) length;
    return at;
  }

  private void deliver(PooledData data) {
    if (asked != NONE) {
      asked = NONE;
      pending().answer(data);
      port.changed();
      return;
    }
    try {
      connection.deliverData(data);
    } catch (OutOfMemoryError e) {
      // The inbox could not grow: nobody will take it.
      data.release();
      throw e;
    }
    if (credit.use()) {
      connection.deliverCreditUsed();
    }
  }
}
