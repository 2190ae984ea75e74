package dev.ioserver.examples.gateway.fix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
 * <p>Memory grows by one chunk whenever the last one has no room for the next message, which is the
 * only time that {@link #append} allocates. Nothing is ever dropped but by {@link #clear}, so the
 * store is bounded by {@code chunkBytes * maxChunks}; when that is used up, {@code append} says no.
 *
 * <p>Belongs to one thread.
 */
public final class FixStore {

  private static final int TYPE_OFFSET = 2;
  private static final int TIME_OFFSET = 4;
  private static final int FIELDS_OFFSET = 12;

  private final int chunkBytes;
  private final int maxChunks;
  private final List<Chunk> chunks = new ArrayList<>();
  private Chunk last;
  private long nextSequence = 1;

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
   * @param chunkBytes the memory taken at a time; also the limit for one message
   * @param maxChunks how many chunks the store may grow to, at least 1
   */
  public FixStore(int chunkBytes, int maxChunks) {
    if (chunkBytes <= FIELDS_OFFSET || maxChunks < 1) {
      throw new IllegalArgumentException("no room for a message");
    }
    this.chunkBytes = chunkBytes;
    this.maxChunks = maxChunks;
    last = new Chunk(chunkBytes, nextSequence);
    chunks.add(last);
  }

  /** Returns the number that the next message will have; 1 for an empty store. */
  public long nextSequence() {
    return nextSequence;
  }

  /** Forgets all messages; the next one has number 1. Cursors made before are of no use. */
  void clear() {
    chunks.clear();
    nextSequence = 1;
    last = new Chunk(chunkBytes, nextSequence);
    chunks.add(last);
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
    if (length > Math.min(chunkBytes - FIELDS_OFFSET, Short.MAX_VALUE)) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    if (last.used + FIELDS_OFFSET + length > chunkBytes) {
      if (chunks.size() == maxChunks) {
        return false;
      }
      last = new Chunk(chunkBytes, nextSequence);
      chunks.add(last);
    }
    int at = last.used;
    last.bytes.putShort(at, (short) length);
    last.bytes.putShort(at + TYPE_OFFSET, (short) type);
    last.bytes.putLong(at + TIME_OFFSET, epochMillis);
    last.bytes.put(at + FIELDS_OFFSET, fields.buffer(), 0, length);
    last.used = at + FIELDS_OFFSET + length;
    nextSequence++;
    return true;
  }

  /**
   * Returns a new cursor that stands before message {@code sequence}.
   *
   * @param sequence 1 to {@link #nextSequence}
   */
  Cursor cursor(long sequence) {
    if (sequence < 1 || sequence > nextSequence) {
      throw new IllegalArgumentException(
          "message " + sequence + " of a store that goes on with " + nextSequence);
    }
    return new Cursor(sequence);
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

  /** A place between two messages. It sees messages that are appended later. */
  final class Cursor {

    private int chunkIndex;
    private Chunk chunk;
    private int position;
    private long sequence;

    private Cursor(long target) {
      chunkIndex = chunkOf(target);
      chunk = chunks.get(chunkIndex);
      sequence = chunk.firstSequence;
      while (sequence < target) {
        advance();
      }
    }

    /** Returns the number of the next message. */
    long sequence() {
      return sequence;
    }

    /** Returns how many messages lie ahead. */
    long remaining() {
      return nextSequence - sequence;
    }

    /** Returns whether there is a next message; only then may the methods below be called. */
    boolean hasNext() {
      if (sequence == nextSequence) {
        return false;
      }
      if (position == chunk.used) {
        chunk = chunks.get(++chunkIndex);
        position = 0;
      }
      return true;
    }

    int type() {
      return chunk.bytes.getShort(position + TYPE_OFFSET) & 0xFFFF;
    }

    long epochMillis() {
      return chunk.bytes.getLong(position + TIME_OFFSET);
    }

    ByteBuffer buffer() {
      return chunk.bytes;
    }

    /** Returns where in the buffer the fields start. */
    int offset() {
      return position + FIELDS_OFFSET;
    }

    /** Returns the length of the fields in bytes. */
    int length() {
      return chunk.bytes.getShort(position);
    }

    /** Steps over the next message. */
    void advance() {
      position = offset() + length();
      sequence++;
    }
  }
}
