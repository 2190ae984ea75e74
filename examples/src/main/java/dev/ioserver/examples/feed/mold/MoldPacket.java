package dev.ioserver.examples.feed.mold;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A packet of a feed that is read. Whoever wraps one without a fault may step through its messages
 * and be sure that they are there. Belongs to one thread.
 */
public final class MoldPacket {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int position;
  private int left;

  /** Nowhere yet. */
  public MoldPacket() {}

  /**
   * Goes to a packet, and stands before its first message.
   *
   * @return what is wrong with it, or null; if something is, nothing else may be asked
   */
  public @Nullable FeedFault wrap(ByteBuffer newBuffer, int offset, int length) {
    buffer = newBuffer;
    start = offset;
    position = offset + Mold.HEADER_LENGTH;
    left = 0;
    if (length < Mold.HEADER_LENGTH) {
      return FeedFault.TOO_SHORT;
    }
    int count = messageCount();
    if (sequence() < 1 || sequence() > Long.MAX_VALUE - count) {
      return FeedFault.BAD_SEQUENCE;
    }
    left = count;
    return checkMessages(offset + length, count);
  }

  /** Returns whether the packet belongs to a session. */
  public boolean isOf(SessionName session) {
    return session.isAt(buffer, start);
  }

  /** Returns the name of the packet's session; allocates. */
  public SessionName session() {
    return SessionName.at(buffer, start);
  }

  /** Returns the number of the first message; of the next one, if there is none here. */
  public long sequence() {
    return BigEndian.getLong(buffer, start + Mold.SEQUENCE_OFFSET);
  }

  /** Returns whether the session ends with the message before {@link #sequence()}. */
  public boolean isEndOfSession() {
    return count() == Mold.END_OF_SESSION;
  }

  /** Returns how many messages the packet has. */
  public int messageCount() {
    int count = count();
    return count == Mold.END_OF_SESSION ? 0 : count;
  }

  /** Returns whether there is a message to be looked at; only then the next methods may be used. */
  public boolean hasNext() {
    return left > 0;
  }

  /** Returns where the message starts in the buffer. */
  public int messageOffset() {
    return position + Mold.LENGTH_LENGTH;
  }

  /** Returns the bytes that the message has, 0 or more. */
  public int messageLength() {
    return BigEndian.getShort(buffer, position) & 0xFFFF;
  }

  /** Steps over the message. */
  public void advance() {
    position = messageOffset() + messageLength();
    left--;
  }

  private int count() {
    return BigEndian.getShort(buffer, start + Mold.COUNT_OFFSET) & 0xFFFF;
  }

  private @Nullable FeedFault checkMessages(int end, int count) {
    int at = position;
    for (int i = 0; i < count; i++) {
      if (end - at < Mold.LENGTH_LENGTH) {
        return FeedFault.COUNT_OVERRUNS;
      }
      int length = BigEndian.getShort(buffer, at) & 0xFFFF;
      at += Mold.LENGTH_LENGTH;
      if (end - at < length) {
        return FeedFault.COUNT_OVERRUNS;
      }
      at += length;
    }
    return at == end ? null : FeedFault.TRAILING_BYTES;
  }
}
