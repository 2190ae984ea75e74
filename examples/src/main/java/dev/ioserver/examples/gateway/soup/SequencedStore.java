package dev.ioserver.examples.gateway.soup;

import dev.ioserver.examples.gateway.session.MessageLog;
import java.nio.ByteBuffer;

/**
 * The sequenced messages of one user's session, kept in memory for replay; append-only.
 *
 * <p>A message is stored as the packet body it will be sent as, so that sending copies nothing but
 * the bytes on their way out:
 *
 * <pre>
 *   length of the body, 2 bytes | 'S' | message
 * </pre>
 *
 * <p>Memory grows as the {@link MessageLog} says; each message takes its length plus 3 bytes.
 * Nothing is dropped unless it is {@linkplain #forget forgotten}, so the store is bounded; when
 * that is used up, {@link #append} says {@link #FULL}.
 *
 * <p>Belongs to one thread, which writes it and runs the session that reads it.
 */
public final class SequencedStore {

  /** What {@link #append} returns when the store is full. */
  public static final long FULL = -1;

  private static final int HEADER_BYTES = 2;
  private static final int OVERHEAD_BYTES = HEADER_BYTES + SoupPacket.PAYLOAD_OFFSET;

  private final String session;
  private final MessageLog log;

  /**
   * Creates an empty store.
   *
   * @param session the session's name, at most 10 ASCII characters
   * @param chunkBytes the memory taken at a time, in bytes; also the limit for one message
   * @param maxChunks how many chunks the store may grow to, at least 1
   */
  public SequencedStore(String session, int chunkBytes, int maxChunks) {
    this(session, chunkBytes, maxChunks, 1);
  }

  /**
   * The same, of a session whose earlier messages are kept elsewhere.
   *
   * @param firstSequence the number of the first message that will be appended, 1 or more
   */
  public SequencedStore(String session, int chunkBytes, int maxChunks, long firstSequence) {
    if (session.length() > SoupPacket.SESSION_LENGTH) {
      throw new IllegalArgumentException("session name too long: " + session);
    }
    if (chunkBytes <= OVERHEAD_BYTES) {
      throw new IllegalArgumentException("no room for a message");
    }
    this.session = session;
    log = new MessageLog(HEADER_BYTES, chunkBytes, maxChunks, firstSequence);
  }

  /** Returns the name of the session. */
  public String session() {
    return session;
  }

  /** Returns the number that the next message will have; 1 for an empty store. */
  public long nextSequence() {
    return log.nextSequence();
  }

  /** Returns the longest message that can be stored, in bytes. */
  public int maxMessageLength() {
    return Math.min(log.maxBodyLength(), SoupPacket.MAX_LENGTH) - SoupPacket.PAYLOAD_OFFSET;
  }

  /**
   * Appends a message.
   *
   * @param length of the message in bytes, 1 to {@link #maxMessageLength}
   * @return the message's sequence number, or {@link #FULL}
   */
  public long append(ByteBuffer message, int offset, int length) {
    if (length < 1 || length > maxMessageLength()) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    int bodyLength = SoupPacket.PAYLOAD_OFFSET + length;
    if (!log.reserve(bodyLength)) {
      return FULL;
    }
    int body = log.end() + HEADER_BYTES;
    SoupEncoder.data(log.buffer(), body, SoupPacket.SEQUENCED_DATA, message, offset, length);
    return log.commit(bodyLength);
  }

  /**
   * Returns a new cursor that stands before message {@code sequence}; its body is the packet's.
   *
   * @param sequence 1, or the first that is not forgotten, to {@link #nextSequence}
   */
  public MessageLog.Cursor cursor(long sequence) {
    return log.cursor(sequence);
  }

  /**
   * Gives back the memory of messages that nobody will ask for any more: of whole chunks in which
   * every number is below {@code sequence}. No cursor may stand there.
   */
  public void forget(long sequence) {
    log.forget(sequence);
  }
}
