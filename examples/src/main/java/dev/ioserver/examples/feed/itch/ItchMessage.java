package dev.ioserver.examples.feed.itch;

import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;

/**
 * What the message flyweights share: where the bytes are, access to a field at its offset, and the
 * fields at the start.
 *
 * <pre>
 *   type 1 | stock's number 2 | tracking number 2 | time 6 | ...
 * </pre>
 *
 * @param <T> the message
 */
public abstract class ItchMessage<T extends ItchMessage<T>> {

  static final int LOCATE_OFFSET = 1;
  static final int TRACKING_OFFSET = 3;
  static final int TIMESTAMP_OFFSET = 5;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final byte type;
  private ByteBuffer buffer = NOTHING;
  private int offset;

  ItchMessage(byte type) {
    this.type = type;
  }

  abstract T self();

  /** Goes to a message that is there to be read. */
  public final T wrap(ByteBuffer newBuffer, int newOffset) {
    buffer = newBuffer;
    offset = newOffset;
    return self();
  }

  /** Starts to write a message: puts the fields at the start, and leaves the others to be set. */
  public final T encode(ByteBuffer newBuffer, int newOffset, int stockLocate, long timestamp) {
    buffer = newBuffer;
    offset = newOffset;
    putByte(0, type);
    BigEndian.putShort(buffer, offset + LOCATE_OFFSET, (short) stockLocate);
    BigEndian.putShort(buffer, offset + TRACKING_OFFSET, (short) 0);
    BigEndian.putLong48(buffer, offset + TIMESTAMP_OFFSET, timestamp);
    return self();
  }

  /** Returns the stock's number of the day; 0 for what is about all stocks. */
  public final int stockLocate() {
    return BigEndian.getShort(buffer, offset + LOCATE_OFFSET) & 0xFFFF;
  }

  /** Returns nanoseconds since midnight. */
  public final long timestamp() {
    return BigEndian.getLong48(buffer, offset + TIMESTAMP_OFFSET);
  }

  final byte getByte(int field) {
    return buffer.get(offset + field);
  }

  final void putByte(int field, byte value) {
    buffer.put(offset + field, value);
  }

  final int getInt(int field) {
    return BigEndian.getInt(buffer, offset + field);
  }

  final void putInt(int field, int value) {
    BigEndian.putInt(buffer, offset + field, value);
  }

  final long getLong(int field) {
    return BigEndian.getLong(buffer, offset + field);
  }

  final void putLong(int field, long value) {
    BigEndian.putLong(buffer, offset + field, value);
  }
}
