package dev.ioserver.examples.feed.mold;

import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;

/** Writes packets of one session, one after another into the same buffer. One thread's. */
public final class MoldWriter {

  private final SessionName session;
  private final ByteBuffer buffer;
  private int length;
  private int count;

  /**
   * A writer.
   *
   * @param capacity the longest packet
   */
  public MoldWriter(SessionName session, int capacity) {
    this.session = session;
    buffer = ByteBuffer.allocateDirect(capacity);
  }

  /** Starts a packet. */
  public MoldWriter begin(long sequence) {
    buffer.clear(); // the limit was the end of the packet before
    session.put(buffer, 0);
    BigEndian.putLong(buffer, Mold.SEQUENCE_OFFSET, sequence);
    length = Mold.HEADER_LENGTH;
    count = 0;
    return this;
  }

  /** Appends a message, or returns false if there is no room for it. */
  public boolean append(ByteBuffer message, int offset, int messageLength) {
    if (buffer.capacity() - length < Mold.LENGTH_LENGTH + messageLength
        || count == Mold.MAX_COUNT) {
      return false;
    }
    BigEndian.putShort(buffer, length, (short) messageLength);
    buffer.put(length + Mold.LENGTH_LENGTH, message, offset, messageLength);
    length += Mold.LENGTH_LENGTH + messageLength;
    count++;
    return true;
  }

  /** Returns how many messages the packet has. */
  public int count() {
    return count;
  }

  /** Returns the packet; one without messages is a heartbeat. Valid until the next one begins. */
  public ByteBuffer packet() {
    return finish(count);
  }

  /** Returns the packet as one that says that the session ends before its number. */
  public ByteBuffer endOfSession() {
    return finish(Mold.END_OF_SESSION);
  }

  private ByteBuffer finish(int value) {
    BigEndian.putShort(buffer, Mold.COUNT_OFFSET, (short) value);
    return buffer.clear().limit(length);
  }
}
