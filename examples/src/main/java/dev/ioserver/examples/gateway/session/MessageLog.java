package dev.ioserver.examples.gateway.session;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbered messages, kept in memory to be sent again; append-only. A message is a header, whose
 * first two bytes are the length of what follows it, and a body:
 *
 * <pre>
 *   length of the body, 2 bytes | the rest of the header | body
 * </pre>
 *
 * <p>Memory grows by one chunk whenever the last one has no room for the next message, which is the
 * only time that appending allocates. Nothing is dropped unless it is {@linkplain #forget
 * forgotten} or {@linkplain #clear cleared}, so the log is bounded by {@code chunkBytes *
 * maxChunks}. The end of a chunk is left unused if the next message does not fit.
 *
 * <p>Belongs to one thread.
 */
public final class MessageLog {

  private final int headerBytes;
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
   * Creates an empty log.
   *
   * @param headerBytes the length of a header, 2 or more
   * @param chunkBytes the memory taken at a time, in bytes; also the limit for one message
   * @param maxChunks how many chunks the log may grow to, at least 1
   * @param firstSequence the number of the first message that will be appended, 1 or more
   */
  public MessageLog(int headerBytes, int chunkBytes, int maxChunks, long firstSequence) {
    if (chunkBytes <= headerBytes || maxChunks < 1 || firstSequence < 1) {
      throw new IllegalArgumentException("no room for a message");
    }
    this.headerBytes = headerBytes;
    this.chunkBytes = chunkBytes;
    this.maxChunks = maxChunks;
    this.nextSequence = firstSequence;
    last = new Chunk(chunkBytes, nextSequence);
    chunks.add(last);
  }

  /** Returns the number that the next message will have. */
  public long nextSequence() {
    return nextSequence;
  }

  /** Returns the longest body that there is room for in a chunk. */
  public int maxBodyLength() {
    return chunkBytes - headerBytes;
  }

  /**
   * Makes room for the next message, which then goes to {@link #end} in {@link #buffer}, and counts
   * once it is {@linkplain #commit committed}.
   *
   * @param bodyLength at most {@link #maxBodyLength}, and what two bytes can say
   * @return false if the log is full
   */
  public boolean reserve(int bodyLength) {
    if (last.used + headerBytes + bodyLength > chunkBytes) {
      if (chunks.size() == maxChunks) {
        return false;
      }
      last = new Chunk(chunkBytes, nextSequence);
      chunks.add(last);
    }
    return true;
  }

  /** Returns the buffer that the next message goes to, at absolute positions. */
  public ByteBuffer buffer() {
    return last.bytes;
  }

  /** Returns where in the buffer the next message's header starts. */
  public int end() {
    return last.used;
  }

  /**
   * Appends the message that was written, but for the length, which this writes.
   *
   * @return the message's number
   */
  public long commit(int bodyLength) {
    last.bytes.putShort(last.used, (short) bodyLength);
    last.used += headerBytes + bodyLength;
    return nextSequence++;
  }

  /**
   * Returns a new cursor that stands before message {@code sequence}.
   *
   * @param sequence the first that is not forgotten, to {@link #nextSequence}
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

  /** Forgets all messages; the next one has number 1. Cursors made before are of no use. */
  public void clear() {
    chunks.clear();
    forgotten = 0;
    nextSequence = 1;
    last = new Chunk(chunkBytes, nextSequence);
    chunks.add(last);
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
   * A place between two messages of the log. It sees messages that are appended later. Belongs to
   * the thread of its log.
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

    /** Returns the buffer that holds the next message; not to be written to. */
    public ByteBuffer buffer() {
      return chunk.bytes;
    }

    /** Returns where in the buffer the header starts. */
    public int headerOffset() {
      return position;
    }

    /** Returns where in the buffer the body starts. */
    public int offset() {
      return position + headerBytes;
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
