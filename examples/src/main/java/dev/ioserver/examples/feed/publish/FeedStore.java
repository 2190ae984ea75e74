package dev.ioserver.examples.feed.publish;

import dev.ioserver.examples.feed.mold.MoldWriter;
import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of a feed by their numbers, to be sent and to be sent again.
 *
 * <p>Each message has a slot of the same size, so that its place follows from its number. Slots are
 * in segments; a segment is allocated when it is used for the first time, and used again from then
 * on. When all are in use, the oldest message makes room for the newest. Belongs to one thread.
 */
public final class FeedStore {

  private static final int SEGMENT_MESSAGES = 1 << 14;
  private static final int LENGTH_BYTES = Short.BYTES;

  private final int slotBytes;
  private final int segmentMessages;
  private final @Nullable ByteBuffer[] segments;
  private final long capacity;
  private long next = 1;

  /**
   * An empty store, whose first message will be number 1.
   *
   * @param capacity how many messages it keeps, rounded up to a power of two
   * @param maxMessageLength the longest message, in bytes
   */
  public FeedStore(int capacity, int maxMessageLength) {
    int rounded = Integer.highestOneBit(Math.max(1, capacity - 1)) << (capacity > 1 ? 1 : 0);
    this.capacity = rounded;
    segmentMessages = Math.min(rounded, SEGMENT_MESSAGES);
    segments = new @Nullable ByteBuffer[rounded / segmentMessages];
    slotBytes = LENGTH_BYTES + maxMessageLength;
  }

  /** Returns the number of the oldest message that is kept; that of the next one if none is. */
  public long first() {
    return Math.max(1, next - capacity);
  }

  /** Returns the number that the next message will have. */
  public long next() {
    return next;
  }

  /** Appends a message and returns its number. */
  public long append(ByteBuffer message, int offset, int length) {
    if (length > slotBytes - LENGTH_BYTES) {
      throw new IllegalArgumentException("message of " + length + " bytes");
    }
    int index = segment(next);
    ByteBuffer segment = segments[index];
    if (segment == null) {
      segment = ByteBuffer.allocateDirect(segmentMessages * slotBytes);
      segments[index] = segment;
    }
    int slot = slot(next);
    BigEndian.putShort(segment, slot, (short) length);
    segment.put(slot + LENGTH_BYTES, message, offset, length);
    return next++;
  }

  /**
   * Appends messages to a packet until one does not fit.
   *
   * @param from the first, {@link #first} or later
   * @param most how many at the most
   */
  public void write(long from, int most, MoldWriter packet) {
    long end = Math.min(next, from + most);
    for (long number = from; number < end; number++) {
      ByteBuffer segment = segments[segment(number)];
      int slot = slot(number);
      if (segment == null
          || !packet.append(
              segment, slot + LENGTH_BYTES, BigEndian.getShort(segment, slot) & 0xFFFF)) {
        return;
      }
    }
  }

  private int segment(long number) {
    return (int) ((number & (capacity - 1)) / segmentMessages);
  }

  private int slot(long number) {
    return (int) (number & (segmentMessages - 1)) * slotBytes;
  }
}
