package dev.ioserver.engine.port;

import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.MalformedFrameException;
import dev.ioserver.engine.memory.Chunk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

  /** How what comes next is cut; the port may have another one for it by now. */
  private Framing framing;

  private boolean raw;

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

  /** So many bytes of a frame whose end is looked for are copied at a time. */
  private static final int LOOKED_AT = 1 << 10;

  /** The most that can be put together. */
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  /** Bytes that were read and not yet looked at. */
  private @Nullable Chunk left;

  private int leftAt;
  private int leftEnd;

  /** What is known of the frame in hand; made when the first is looked for. */
  private @Nullable FrameCut cut;

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
    int at = offset;
    if (loopHasRoom()) {
      busy = true;
      at = consume(chunk, offset, end);
      busy = false;
    }
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

  /** Whether no more bytes come. */
  boolean hasEnd() {
    return peerClosed;
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
    if (chunk != null && !readsOn() && loopHasRoom()) {
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
    if (cut != null && cut.isFound()) {
      return "a frame of "
          + cut.messageLength()
          + " bytes, of which "
          + reassembly.size()
          + " are kept,";
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

  /**
   * Whether what is left is the begin of more that waits in the system, and is better delivered
   * with that: somebody who takes one message at a time would get crumbs.
   */
  private boolean readsOn() {
    return left != null && asked <= 0 && mayReceive() && connection.readsOn();
  }

  /** Gives what is left back to the stream, which delivers it with what follows. */
  int takeKept(Chunk chunk) {
    Chunk kept = left;
    int length = leftEnd - leftAt;
    if (kept == null) {
      return 0;
    }
    int at = chunk.writeIndex();
    MemorySegment.copy(kept.segment(), leftAt, chunk.segment(), at, length);
    chunk.writeIndex(at + length);
    left = null;
    kept.release();
    return length;
  }

  /** Whether more bytes are wanted from the transport. */
  boolean wantsBytes() {
    return (left == null || readsOn()) && mayReceive();
  }

  /**
   * Whether what has come may be delivered, as far as that is about the loop. Where there is no
   * room nothing is read, but to find out what has failed: that is kept, and ends such reads.
   */
  private boolean loopHasRoom() {
    return asked != NONE || !credit.isActive() || port.hasLoopRoom();
  }

  private boolean mayReceive() {
    return !peerClosed
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
    return reassembly.size() > 0 && (raw || reassembly.size() >= frame().needed());
  }

  /** How many bytes of the message in hand have been looked at. */
  private int collected() {
    return reassembly.size();
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
    while (reassembly.size() > 0 && mayDeliver() && !connection.isFailing()) {
      followFraming();
      if (!hasWhole()) {
        return;
      }
      if (raw) {
        int size = reassembly.size();
        int length = asked > 0 ? asked : size;
        if (length > size) {
          return;
        }
        if (claim()) {
          deliver(reassembly.take(port, length));
        }
      } else {
        frameAssembled();
      }
    }
  }

  /**
   * Cuts what comes from here on as the port now wants it. The port wants it before it has the
   * credit, or asks: so not a byte behind is cut in the old way.
   */
  @SuppressWarnings("ReferenceEquality") // another object is another wish, whatever it says
  private void followFraming() {
    Framing wanted = port.framing();
    if (wanted != framing && framing != ProxyFraming.INSTANCE) {
      cutBy(wanted);
    }
  }

  private void cutBy(Framing wanted) {
    framing = wanted;
    raw = wanted.isRaw();
    if (cut != null) {
      cut.next();
    }
  }

  private int consume(Chunk chunk, int from, int end) {
    int at = from;
    while (at < end && mayDeliver() && !connection.isFailing()) {
      followFraming();
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

  private FrameCut frame() {
    FrameCut now = cut;
    if (now == null) {
      now = new FrameCut();
      cut = now;
    }
    return now;
  }

  /** The next frame, out of the chunk where it lies there whole. */
  private int frame(Chunk chunk, int from, int end) {
    if (reassembly.size() > 0) {
      return assemble(chunk, from, end);
    }
    FrameCut next = frame();
    int available = end - from;
    next.ask(framing, chunk.segment(), from, available);
    if (failed(next)) {
      return from;
    }
    if (!next.isFound() || next.total() > available) {
      reassembly.add(port.loop().pool(), chunk, from, available, expected(next, available));
      return end;
    }
    int total = (int) next.total();
    int length = next.messageLength();
    int at = from + next.messageAt();
    next.next();
    if (framing == ProxyFraming.INSTANCE) {
      proxied(bytes(chunk.segment(), at, length));
      return from + total;
    }
    if (!claim()) {
      return from;
    }
    deliver(length == 0 ? DataCache.empty(port) : part(chunk, at, length));
    return from + total;
  }

  /** Adds to a frame that has come in part what it needs, and gives back what is behind it. */
  private int assemble(Chunk chunk, int from, int end) {
    FrameCut next = frame();
    int size = reassembly.size();
    if (size >= next.needed()) {
      // It is whole already, or another framing has not looked at it yet.
      frameAssembled();
      return from;
    }
    long missing = next.needed() - size;
    // More than what is needed: a framing that looks for an end needs one byte at a time.
    long wanted = next.isFound() ? missing : Math.max(missing, LOOKED_AT);
    int taken = (int) Math.min(wanted, end - from);
    if (size > LONGEST - taken) {
      connection.failWith(new FrameTooLongException(size + (long) taken, framing.maxLength()));
      return from;
    }
    reassembly.add(port.loop().pool(), chunk, from, taken, expected(next, size + taken));
    if (taken < missing) {
      return from + taken;
    }
    if (!next.isFound()) {
      askAssembled(next);
      if (failed(next)) {
        return from + taken;
      }
      if (next.isFound() && next.total() < size + taken) {
        int surplus = Math.min(taken, (int) (size + taken - next.total()));
        reassembly.dropLast(surplus);
        taken -= surplus;
      }
    }
    if (next.isFound() && reassembly.size() >= next.total()) {
      frameAssembled();
    }
    return from + taken;
  }

  private void askAssembled(FrameCut next) {
    next.ask(framing, reassembly.memory(), reassembly.start(), reassembly.size());
  }

  /** Delivers the frame that the assembled bytes begin with, if they hold all of it. */
  private void frameAssembled() {
    FrameCut next = frame();
    if (!next.isFound()) {
      askAssembled(next);
    }
    if (failed(next) || reassembly.size() < next.needed()) {
      return;
    }
    int total = (int) next.total();
    int at = next.messageAt();
    int length = next.messageLength();
    if (framing == ProxyFraming.INSTANCE) {
      // Dropped first: a bad header may end the port at once, with all that it keeps.
      byte[] header = bytes(reassembly.memory(), reassembly.start(), length);
      reassembly.drop(total);
      proxied(header);
      return;
    }
    if (!claim()) {
      return;
    }
    next.next();
    if (length == 0) {
      reassembly.drop(total);
      deliver(DataCache.empty(port));
    } else {
      deliver(reassembly.take(port, at, length, total));
    }
  }

  /** Takes the header of a proxy, which is no message; the port's own bytes begin behind it. */
  private void proxied(byte[] header) {
    try {
      port.proxyHeader(ProxyHeaders.read(header));
    } catch (MalformedFrameException e) {
      connection.failWith(e);
    }
    cutBy(port.framing());
  }

  private static byte[] bytes(MemorySegment memory, long at, int length) {
    return memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private boolean failed(FrameCut next) {
    IOException failure = next.failure();
    if (failure != null) {
      connection.failWith(failure);
    }
    return failure != null;
  }

  /** How large the memory of a frame may become at once, where so much has come. */
  private static int expected(FrameCut next, int come) {
    return (int)
        Math.min(LONGEST, next.isFound() ? next.total() : Math.max(next.needed(), 2L * come));
  }

  private void deliver(PooledData data) {
    if (asked != NONE) {
      asked = NONE;
      pending().answer(data);
      connection.traffic().delivered(1);
      port.changed();
      return;
    }
    // Used before anybody can receive it: who has the last message that there was credit for finds
    // the port paused, and may change its framing.
    boolean used = credit.use();
    try {
      connection.deliverData(data);
    } catch (OutOfMemoryError e) {
      // The inbox could not grow: nobody will take it.
      data.release();
      throw e;
    }
    if (used) {
      connection.deliverCreditUsed();
    }
  }
}
