package dev.ioserver.examples.gateway.fix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes fields one after another into a buffer of its own. Allocates nothing but for text. Belongs
 * to one thread.
 */
public final class FixWriter {

  /** The end of a field. */
  static final byte SEPARATOR = 1;

  /** What a text is cut to, in characters: it may repeat what a client has sent. */
  static final int LONGEST_TEXT = 200;

  private static final int DECIMALS = 4;

  private final ByteBuffer buffer;
  private int length;

  /** Creates a writer of at most {@code capacity} bytes. */
  public FixWriter(int capacity) {
    buffer = ByteBuffer.allocate(capacity);
  }

  /** Begins anew. */
  public FixWriter clear() {
    length = 0;
    return this;
  }

  /** The fields, from 0 to {@link #length()}. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** How many bytes have been written. */
  public int length() {
    return length;
  }

  /** A number, 0 or more. */
  public FixWriter number(int tag, long value) {
    tag(tag);
    digits(value);
    return end();
  }

  /** One character. */
  public FixWriter character(int tag, int value) {
    tag(tag);
    buffer.put(length++, (byte) value);
    return end();
  }

  /** {@code Y}. */
  public FixWriter yes(int tag) {
    return character(tag, 'Y');
  }

  /** Text; what is not printable ASCII becomes a question mark, and what is too long is cut. */
  public FixWriter text(int tag, String value) {
    tag(tag);
    int end = Math.min(value.length(), LONGEST_TEXT);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      buffer.put(length++, c >= ' ' && c <= '~' ? (byte) c : (byte) '?');
    }
    return end();
  }

  /** Bytes of another message. */
  public FixWriter bytes(int tag, ByteBuffer from, int offset, int count) {
    tag(tag);
    return raw(from, offset, count).end();
  }

  /** Text of up to eight characters in one number, the first one in the highest byte. */
  public FixWriter packed(int tag, long value) {
    tag(tag);
    return packed(value).end();
  }

  /** Text of up to 24 characters in three numbers. */
  public FixWriter packed(int tag, long first, long second, long third) {
    tag(tag);
    return packed(first).packed(second).packed(third).end();
  }

  /** A number of ten-thousandths, 0 or more: always with four decimals. */
  public FixWriter price(int tag, long tenThousandths) {
    return decimal(tag, tenThousandths, DECIMALS);
  }

  /**
   * A number with decimals.
   *
   * @param value 0 or more, in units of the last decimal
   * @param decimals 1 or more
   */
  public FixWriter decimal(int tag, long value, int decimals) {
    tag(tag);
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    digits(value / unit);
    buffer.put(length++, (byte) '.');
    for (long rest = value % unit, at = unit / 10; at > 0; at /= 10) {
      buffer.put(length++, (byte) ('0' + rest / at % 10));
    }
    return end();
  }

  /** A time, in milliseconds since 1970. */
  public FixWriter time(int tag, long epochMillis) {
    tag(tag);
    UtcTimestamp.put(buffer, length, epochMillis);
    length += UtcTimestamp.LENGTH;
    return end();
  }

  /** A type of message. */
  public FixWriter type(int tag, int type) {
    tag(tag);
    if (type >= 1 << 8) {
      buffer.put(length++, (byte) (type >>> 8));
    }
    buffer.put(length++, (byte) type);
    return end();
  }

  /** Whole fields, as they are. */
  public FixWriter raw(ByteBuffer from, int offset, int count) {
    buffer.put(length, from, offset, count);
    length += count;
    return this;
  }

  /** Whole fields, as they are. */
  FixWriter raw(byte[] fields) {
    buffer.put(length, fields);
    length += fields.length;
    return this;
  }

  private FixWriter packed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      byte c = (byte) (value >>> shift);
      if (c == 0 || c == ' ') {
        break; // padding
      }
      buffer.put(length++, c);
    }
    return this;
  }

  private void tag(int tag) {
    digits(tag);
    buffer.put(length++, (byte) '=');
  }

  private FixWriter end() {
    buffer.put(length++, SEPARATOR);
    return this;
  }

  private void digits(long value) {
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    long rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      buffer.put(i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    length += count;
  }

  @Override
  public String toString() {
    return StandardCharsets.US_ASCII.decode(buffer.slice(0, length)).toString().replace('\1', '|');
  }
}
