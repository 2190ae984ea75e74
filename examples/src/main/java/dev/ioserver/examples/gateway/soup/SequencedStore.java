package dev.ioserver.examples.gateway.soup;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
 * <p>Memory grows by one chunk whenever the last one has no room for the next message, which is the
 * only time that {@link #append} allocates. Nothing is dropped unless it is {@linkplain #forget
 * forgotten}, so the store is bounded by {@code chunkBytes * maxChunks}; when that is used up,
 * {@code append} says {@link #FULL}. Each message takes its length plus 3 bytes, and the end of a
 * chunk is left unused if the next message does not fit.
 *
 * <p>Belongs to one thread, which writes it and runs the session that reads it.
 */
public final class SequencedStore {

  /** What {@link #append} returns when the store is full. */
  public static final long FULL = -1;

  private static final int HEADER_BYTES = 2;
  private static final int OVERHEAD_BYTES = HEADER_BYTES + SoupPacket.PAYLOAD_OFFSET;

  private final String session;
  private final int chunkBytes;
  private final int maxChunks;
  private final List<Chunk> chunks = new ArrayList<>();
  private Chunk last;
  private long nextSequence;

  /** How many chunks were forgotten; a cursor counts them too. */
  private int forgotten;

  /** Messages from {@code firstSequence} on, in the first {@code used} bytes. */
  private static final class Chunk {
    final ByteBuffer bytes;
    final long firstSequence;
    int used;

    Chunk(int capacity, long firstSequence) {
      this.bytes = ByteBuffer.allocate(capacity);
      this.firstSequence = firstSequence;
    }
  }

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
    if (chunkBytes <= OVERHEAD_BYTES || maxChunks < 1 || firstSequence < 1) {
      throw new IllegalArgumentException("no room for a message");
    }
    this.session = session;
    this.chunkBytes = chunkBytes;
    this.maxChunks = maxChunks;
    this.nextSequence = firstSequence;
    last = new Chunk(chunkBytes, nextSequence);
    chunks.add(last);
  }

  /** Returns the name of the session. */
  public String session() {
    return session;
  }

  /** Returns the number that the next message will have; 1 for an empty store. */
  public long nextSequence() {
    return nextSequence;
  }

  /** Returns the longest message that can be stored, in bytes. */
  public int maxMessageLength() {
    return Math.min(chunkBytes - OVERHEAD_BYTES, SoupPacket.MAX_LENGTH - SoupPacket.PAYLOAD_OFFSET);
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
    if (last.used + OVERHEAD_BYTES + length > chunkBytes) {
      if (chunks.size() == maxChunks) {
        return FULL;
      }
      last = new Chunk(chunkBytes, nextSequence);
      chunks.add(last);
    }
    write(last, message, offset, length);
    return nextSequence++;
  }

  /**
   * Returns a new cursor that stands before message {@code sequence}.
   *
   * @param sequence 1, or the first that is not forgotten, to {@link #nextSequence}
   */
  public Cursor cursor(long sequence) {
    if (sequence < chunks.getFirst().firstSequence || sequence > nextSequence) {
      throw new IllegalArgumentException(
          "message " + sequence + " of a store that goes on with " + nextSequence);
    }
    return new Cursor(sequence);
  }

  /**
   * Gives back the memory of messages that nobody will ask for any more: of whole chunks in which
   * every number is below {@code sequence}. No cursor may stand there.
   */
  public void forget(long sequence) {
    while (chunks.size() > 1 && chunks.get(1).firstSequence <= sequence) {
      chunks.removeFirst();
      forgotten++;
    }
  }

  private static void write(Chunk chunk, ByteBuffer message, int offset, int length) {
    int bodyLength = SoupPacket.PAYLOAD_OFFSET + length;
    int body = chunk.used + HEADER_BYTES;
    chunk.bytes.putShort(chunk.used, (short) bodyLength);
    chunk.used =
        body
            + SoupEncoder.data(
                chunk.bytes, body, SoupPacket.SEQUENCED_DATA, message, offset, length);
  }

  /**
   * Returns the index of the chunk that message {@code sequence} is in, or would be appended to.
   */
  private int chunkOf(long sequence) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (chunks.get(middle).firstSequence <= sequence) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * A place between two messages of the store. It sees messages that are appended later. Belongs to
   * the thread of its store.
   */
  public final class Cursor {

    private int chunkIndex;
    private Chunk chunk;
    private int position;
    private long sequence;

    private Cursor(long target) {
      int index = chunkOf(target);
      chunkIndex = forgotten + index;
      chunk = chunks.get(index);
      sequence = chunk.firstSequence;
      while (sequence < target) {
        advance();
      }
    }

    /** Returns the number of the next message. */
    public long sequence() {
      return sequence;
    }

    /** Returns how many messages lie ahead. */
    public long remaining() {
      return nextSequence - sequence;
    }

    /** Returns whether there is a next message; only then may the methods below be called. */
    public boolean hasNext() {
      if (sequence == nextSequence) {
        return false;
      }
      if (position == chunk.used) {
        chunk = chunks.get(++chunkIndex - forgotten);
        position = 0;
      }
      return true;
    }

    /** Returns the buffer that holds the next message's packet body; not to be written to. */
    public ByteBuffer buffer() {
      return chunk.bytes;
    }

    /** Returns where in the buffer the body starts. */
    public int offset() {
      return position + HEADER_BYTES;
    }

    /** Returns the body's length in bytes. */
    public int length() {
      return chunk.bytes.getShort(position) & 0xFFFF;
    }

    /** Steps over the next message. */
    public void advance() {
      position = offset() + length();
      sequence++;
    }
  }
}
