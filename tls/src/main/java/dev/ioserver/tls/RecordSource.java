package dev.ioserver.tls;

import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The records that have come: gives them one by one, each in one piece. A record that lies whole in
 * the chunk that was received into is read there; only one that came in parts is put together.
 *
 * <p>Belongs to the loop's thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-5.1">RFC 8446, 5.1</a>
 */
final class RecordSource {

  /** The type, two bytes of version, two of length. */
  static final int HEADER = 5;

  /** The longest that any version allows behind the header: 2^14 and 2,048 (RFC 5246, 6.2.3). */
  static final int LONGEST = (1 << 14) + 2048;

  /** The most that is in one for the program. */
  static final int MOST_INSIDE = 1 << 14;

  private static final int ALERT = 21;
  private static final int LEAST_TYPE = 20;
  private static final int MOST_TYPE = 24;
  private static final int MAJOR_VERSION = 3;

  /** So many bytes of what is no record are shown. */
  private static final int SHOWN = 16;

  private final ChunkPool pool;

  /** What was received and not yet read; it is retained between calls of {@link #keep()}. */
  private @Nullable Chunk chunk;

  private int at;
  private int end;
  private boolean retained;

  /** The beginning of a record; null if none was cut off. */
  private @Nullable Chunk part;

  RecordSource(ChunkPool pool) {
    this.pool = pool;
  }

  /** Bytes have come; everything before them has been read, or is in the part. */
  void feed(Chunk received, int offset, int length) {
    assert chunk == null : "bytes arrived while others wait";
    chunk = received;
    at = offset;
    end = offset + length;
    retained = false;
  }

  /** Keeps what has not been read, beyond the call that has brought it. */
  void keep() {
    Chunk now = chunk;
    if (now == null) {
      return;
    }
    if (at == end) {
      drop();
    } else if (!retained) {
      now.retain();
      retained = true;
    }
  }

  private void drop() {
    Chunk now = chunk;
    chunk = null;
    if (now != null && retained) {
      retained = false;
      now.release();
    }
  }

  void release() {
    drop();
    if (part != null) {
      part.release();
      part = null;
    }
  }

  /** Whether there are bytes that have not been read, be they a whole record or not. */
  boolean isEmpty() {
    return chunk == null && part == null;
  }

  /**
   * Whether the next record is there as a whole.
   *
   * @throws TlsException if what comes next is no record
   */
  boolean hasRecord() throws TlsException {
    Chunk begun = part;
    if (begun != null) {
      return complete(begun);
    }
    Chunk now = chunk;
    if (now == null || at == end) {
      return false;
    }
    int available = end - at;
    int length = recordLength(now, at, available);
    if (length <= available) {
      return true;
    }
    // What is missing comes somewhere else.
    Chunk own = pool.lease(Math.max(length, HEADER));
    own.segment().asSlice(0, available).copyFrom(now.segment().asSlice(at, available));
    own.writeIndex(available);
    part = own;
    at = end;
    drop();
    return false;
  }

  private boolean complete(Chunk begun) throws TlsException {
    Chunk to = begun;
    while (true) {
      int have = to.readable();
      int length = recordLength(to, 0, have);
      if (have >= length) {
        return true;
      }
      Chunk now = chunk;
      if (now == null || at == end) {
        return false;
      }
      if (to.capacity() < length) {
        Chunk larger = pool.lease(length);
        larger.segment().asSlice(0, have).copyFrom(to.segment().asSlice(0, have));
        larger.writeIndex(have);
        part = larger;
        to.release();
        to = larger;
      }
      int taken = Math.min(length - have, end - at);
      to.segment().asSlice(have, taken).copyFrom(now.segment().asSlice(at, taken));
      to.writeIndex(have + taken);
      at += taken;
      if (at == end) {
        drop();
      }
    }
  }

  /** All bytes of the record that begins there, or those of its header if that is not whole. */
  private static int recordLength(Chunk in, int from, int available) throws TlsException {
    int type = byteAt(in, from);
    if (type < LEAST_TYPE
        || type > MOST_TYPE
        || (available > 1 && byteAt(in, from + 1) != MAJOR_VERSION)) {
      throw new TlsException(TlsException.Kind.RECORD, noRecord(in, from, available), null);
    }
    if (available < HEADER) {
      return HEADER;
    }
    int length = (byteAt(in, from + 3) << 8) | byteAt(in, from + 4);
    if (length > LONGEST) {
      throw new TlsException(
          TlsException.Kind.RECORD,
          "a record of " + length + " bytes came; TLS allows " + LONGEST,
          null);
    }
    return HEADER + length;
  }

  private static int byteAt(Chunk in, int index) {
    return in.segment().get(ValueLayout.JAVA_BYTE, index) & 0xFF;
  }

  private static String noRecord(Chunk in, int from, int available) {
    StringBuilder shown = new StringBuilder("what came is no TLS, it begins with '");
    for (int i = 0; i < Math.min(available, SHOWN); i++) {
      int c = byteAt(in, from + i);
      shown.append(c >= ' ' && c < 0x7F ? (char) c : '.');
    }
    return shown.append("'; the peer must speak TLS on this port").toString();
  }

  /** Whether the next record, which is there as a whole, is an alert and says so in the clear. */
  boolean isAlert() {
    Chunk begun = part;
    return begun == null ? byteAt(whole(), at) == ALERT : byteAt(begun, 0) == ALERT;
  }

  /** Copies the next record, which is there as a whole, to the beginning of an array. */
  void copyRecord(ByteBuffer to) {
    Chunk begun = part;
    Chunk from = begun == null ? whole() : begun;
    int begin = begun == null ? at : 0;
    int length = HEADER + ((byteAt(from, begin + 3) << 8) | byteAt(from, begin + 4));
    MemorySegment.copy(
        from.segment(), ValueLayout.JAVA_BYTE, begin, to.array(), to.arrayOffset(), length);
    to.position(0).limit(length);
  }

  private Chunk whole() {
    Chunk now = chunk;
    assert now != null : "there is a record";
    return now;
  }

  /** So many bytes of the next record have been read: all, or none. */
  void read(int bytes) {
    Chunk begun = part;
    if (begun == null) {
      at += bytes;
      if (at == end) {
        drop();
      }
      return;
    }
    begun.readIndex(begun.readIndex() + bytes);
    if (begun.readable() == 0) {
      part = null;
      begun.release();
    }
  }
}
