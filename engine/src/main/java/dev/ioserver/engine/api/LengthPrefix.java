package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Frames that say how long they are. As {@link Framing#lengthPrefix} makes it, the length stands
 * first, counts what follows it, and is stripped and added.
 *
 * <p>Thread-safety: immutable.
 *
 * @param prefixBytes the size of the length: 1, 2, 3 or 4
 * @param maxLength the longest message in bytes. A longer one from the peer fails the port, a
 *     longer one to send is refused
 * @param order the byte order of the length
 * @param offset how many bytes stand before the length; 0 if it comes first
 * @param adjustment what is added to the length to know how many bytes follow it; less than 0 where
 *     it counts itself, or what stands before it
 * @param kept whether messages are whole frames, header included: then nothing is stripped, and
 *     nothing is added, since the program writes the header itself
 */
public record LengthPrefix(
    int prefixBytes, int maxLength, ByteOrder order, int offset, int adjustment, boolean kept)
    implements Framing {

  /** The most bytes that may stand before a length. */
  private static final int MAX_OFFSET = 64 << 10;

  /** Checks the parts. */
  public LengthPrefix {
    Objects.requireNonNull(order, "order");
    if (prefixBytes < 1 || prefixBytes > 4) {
      throw new IllegalArgumentException("prefixBytes is " + prefixBytes + "; use 1, 2, 3 or 4");
    }
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException("offset is " + offset + "; use 0 to " + MAX_OFFSET);
    }
    if (offset > 0 && !kept) {
      throw new IllegalArgumentException(
          "offset is " + offset + ", where the header is not kept; use 0, or keepHeader()");
    }
    if (adjustment < -(offset + prefixBytes)) {
      throw new IllegalArgumentException(
          "adjustment is "
              + adjustment
              + "; a length counts at most what stands before it and itself: use "
              + -(offset + prefixBytes)
              + " or more");
    }
    long most = largest(prefixBytes, adjustment) + (kept ? offset + prefixBytes : 0);
    int least = kept ? offset + prefixBytes : Math.max(1, adjustment);
    if (maxLength < least || maxLength > most) {
      throw new IllegalArgumentException(
          "maxLength is "
              + maxLength
              + "; with a length of "
              + prefixBytes
              + " bytes use "
              + least
              + " to "
              + Math.min(most, Integer.MAX_VALUE));
    }
  }

  static LengthPrefix of(int prefixBytes, int maxLength) {
    return new LengthPrefix(prefixBytes, maxLength, ByteOrder.BIG_ENDIAN, 0, 0, false);
  }

  /**
   * {@return the same with the length in another byte order}
   *
   * @param other the order of the length's bytes
   */
  public LengthPrefix withOrder(ByteOrder other) {
    return new LengthPrefix(prefixBytes, maxLength, other, offset, adjustment, kept);
  }

  /** {@return the same with a length that counts itself as well} */
  public LengthPrefix inclusive() {
    return new LengthPrefix(prefixBytes, maxLength, order, offset, -(offset + prefixBytes), kept);
  }

  /**
   * {@return the same with a length that is to be corrected}
   *
   * @param bytes what is added to it to know how many bytes follow; may be less than 0
   */
  public LengthPrefix withAdjustment(int bytes) {
    return new LengthPrefix(prefixBytes, maxLength, order, offset, bytes, kept);
  }

  /**
   * {@return the same whose messages are whole frames: the length is not stripped, and not added}
   */
  public LengthPrefix keepHeader() {
    return new LengthPrefix(prefixBytes, maxLength, order, offset, adjustment, true);
  }

  /**
   * {@return the same with a length that does not come first} Messages are whole frames then, since
   * what stands before the length would be lost.
   *
   * @param bytes how many stand before it, 0 to 65,536
   */
  public LengthPrefix withOffset(int bytes) {
    return new LengthPrefix(prefixBytes, maxLength, order, bytes, adjustment, true);
  }

  @Override
  public int maxOverhead() {
    return kept ? 0 : prefixBytes;
  }

  @Override
  public int minLength() {
    return kept ? offset + prefixBytes : Math.max(0, adjustment);
  }

  @Override
  public void cut(FrameCursor cursor) {
    int header = offset + prefixBytes;
    if (cursor.length() < header) {
      cursor.more(header, cursor.length());
      return;
    }
    long length = length(cursor.memory(), cursor.start() + offset) + adjustment;
    if (length < 0) {
      cursor.malformed(
          "the peer announced "
              + (length - adjustment)
              + " bytes, of which "
              + -adjustment
              + " are the header; a length is "
              + -adjustment
              + " or more");
    } else if (kept) {
      cursor.frame(header + length, 0, header + length);
    } else {
      cursor.frame(header + length, header, length);
    }
  }

  @Override
  public int headerLength(long length) {
    return kept ? 0 : prefixBytes;
  }

  @Override
  public void putHeader(long length, MemorySegment into, long at) {
    if (kept) {
      return;
    }
    long value = length - adjustment;
    for (int i = 0; i < prefixBytes; i++) {
      int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? prefixBytes - 1 - i : i);
      into.set(ValueLayout.JAVA_BYTE, at + i, (byte) (value >>> shift));
    }
  }

  private long length(MemorySegment memory, long at) {
    long value = 0;
    for (int i = 0; i < prefixBytes; i++) {
      int shift = 8 * (order == ByteOrder.BIG_ENDIAN ? prefixBytes - 1 - i : i);
      value |= (memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << shift;
    }
    return value;
  }

  /** The most bytes that can follow a length of that size. */
  private static long largest(int prefixBytes, int adjustment) {
    return (1L << (8 * prefixBytes)) - 1 + adjustment;
  }
}
