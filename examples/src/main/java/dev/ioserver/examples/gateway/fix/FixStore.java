package dev.ioserver.examples.gateway.fix;

import dev.ioserver.examples.gateway.session.MessageLog;
import java.nio.ByteBuffer;

/**
 * Every message sent to one client since the last reset, kept in memory to be sent again;
 * append-only.
 *
 * <p>A message is kept without its header, which is made anew each time that it is sent:
 *
 * <pre>
 *   length of the fields, 2 bytes | type, 2 | when, 8 | fields
 * </pre>
 *
 * <p>Memory grows as the {@link MessageLog} says. Nothing is ever dropped but by {@link #clear}, so
 * the store is bounded; when that is used up, {@link #append} says no.
 *
 * <p>Belongs to one thread.
 */
public final class FixStore {

  private static final int TYPE_OFFSET = 2;
  private static final int TIME_OFFSET = 4;
  private static final int FIELDS_OFFSET = 12;

  private final MessageLog log;

  /**
   * Creates an empty store.
   *
   * @param chunkBytes the memory taken at a time; also the limit for one message
   * @param maxChunks how many chunks the store may grow to, at least 1
   */
  public FixStore(int chunkBytes, int maxChunks) {
    log = new MessageLog(FIELDS_OFFSET, chunkBytes, maxChunks, 1);
  }

  /** Returns the number that the next message will have; 1 for an empty store. */
  public long nextSequence() {
    return log.nextSequence();
  }

  /** Forgets all messages; the next one has number 1. Cursors made before are of no use. */
  void clear() {
    log.clear();
  }

  /**
   * Appends a message.
   *
   * @param epochMillis when
   * @param fields those behind the header
   * @return whether there was room
   */
  boolean append(int type, long epochMillis, FixWriter fields) {
    int length = fields.length();
    if (length > Math.min(log.maxBodyLength(), Short.MAX_VALUE)) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    if (!log.reserve(length)) {
      return false;
    }
    ByteBuffer bytes = log.buffer();
    int at = log.end();
    bytes.putShort(at + TYPE_OFFSET, (short) type);
    bytes.putLong(at + TIME_OFFSET, epochMillis);
    bytes.put(at + FIELDS_OFFSET, fields.buffer(), 0, length);
    log.commit(length);
    return true;
  }

  /**
   * Returns a new cursor that stands before message {@code sequence}; its body is the fields.
   *
   * @param sequence 1 to {@link #nextSequence}
   */
  MessageLog.Cursor cursor(long sequence) {
    return log.cursor(sequence);
  }

  /** Returns the type of a cursor's next message. */
  static int type(MessageLog.Cursor next) {
    return next.buffer().getShort(next.headerOffset() + TYPE_OFFSET) & 0xFFFF;
  }

  /** Returns when a cursor's next message was appended. */
  static long epochMillis(MessageLog.Cursor next) {
    return next.buffer().getLong(next.headerOffset() + TIME_OFFSET);
  }
}
