package dev.ioserver.examples.feed.mold;

import dev.ioserver.examples.gateway.wire.Ascii;
import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;

/** The name of a session: 10 characters, padded with spaces on the right. Immutable. */
public final class SessionName {

  private final String text;
  private final long first;
  private final short last;

  /**
   * A name.
   *
   * @param text at most 10 printable ASCII characters
   */
  public SessionName(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(Mold.SESSION_LENGTH);
    Ascii.putLeft(bytes, 0, Mold.SESSION_LENGTH, text);
    this.text = text;
    first = BigEndian.getLong(bytes, 0);
    last = last(bytes, 0);
  }

  private SessionName(ByteBuffer buffer, int offset) {
    text = Ascii.getTrimmed(buffer, offset, Mold.SESSION_LENGTH);
    first = BigEndian.getLong(buffer, offset);
    last = last(buffer, offset);
  }

  /** Returns the name that stands in a buffer, whatever its bytes are; allocates. */
  public static SessionName at(ByteBuffer buffer, int offset) {
    return new SessionName(buffer, offset);
  }

  /** Returns whether the name stands in a buffer. */
  public boolean isAt(ByteBuffer buffer, int offset) {
    return BigEndian.getLong(buffer, offset) == first && last(buffer, offset) == last;
  }

  void put(ByteBuffer buffer, int offset) {
    BigEndian.putLong(buffer, offset, first);
    BigEndian.putShort(buffer, offset + Long.BYTES, last);
  }

  private static short last(ByteBuffer buffer, int offset) {
    return BigEndian.getShort(buffer, offset + Long.BYTES);
  }

  @Override
  public String toString() {
    return text;
  }
}
