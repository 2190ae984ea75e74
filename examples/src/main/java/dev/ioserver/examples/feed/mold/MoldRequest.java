package dev.ioserver.examples.feed.mold;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request for messages, to be read or to be written. Belongs to one thread. */
public final class MoldRequest {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;

  /** Nowhere yet. */
  public MoldRequest() {}

  /**
   * Goes to a request.
   *
   * @return what is wrong with it, or null; if something is, nothing else may be asked
   */
  public @Nullable FeedFault wrap(ByteBuffer newBuffer, int offset, int length) {
    buffer = newBuffer;
    start = offset;
    if (length != Mold.HEADER_LENGTH) {
      return length < Mold.HEADER_LENGTH ? FeedFault.TOO_SHORT : FeedFault.TRAILING_BYTES;
    }
    if (sequence() < 1) {
      return FeedFault.BAD_SEQUENCE;
    }
    return count() == 0 ? FeedFault.NOTHING_WANTED : null;
  }

  /** Writes a request of {@value Mold#HEADER_LENGTH} bytes. */
  public static void encode(
      ByteBuffer buffer, int offset, SessionName session, long sequence, int count) {
    session.put(buffer, offset);
    BigEndian.putLong(buffer, offset + Mold.SEQUENCE_OFFSET, sequence);
    BigEndian.putShort(buffer, offset + Mold.COUNT_OFFSET, (short) count);
  }

  /** Returns whether the request is for messages of a session. */
  public boolean isOf(SessionName session) {
    return session.isAt(buffer, start);
  }

  /** Returns the number of the first message that is wanted. */
  public long sequence() {
    return BigEndian.getLong(buffer, start + Mold.SEQUENCE_OFFSET);
  }

  /** Returns how many messages are wanted, up to 65,535. */
  public int count() {
    return BigEndian.getShort(buffer, start + Mold.COUNT_OFFSET) & 0xFFFF;
  }
}
