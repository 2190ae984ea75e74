package dev.ioserver.examples.gateway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * ASCII fields of fixed length, padded with spaces.
 *
 * <p>Short text (a stock, a firm, half of a token) is also handled <em>packed</em>: up to eight
 * characters in one {@code long}, first character in the highest byte, exactly the number that the
 * field is when it is read as a big-endian integer. Stateless and safe for any thread.
 */
public final class Ascii {

  /** What {@link #parseNumber} returns for a field that holds no number. */
  public static final long NOT_A_NUMBER = -1;

  private static final byte SPACE = ' ';
  private static final byte LAST_PRINTABLE = '~';

  private Ascii() {}

  /**
   * Writes {@code text} left-justified into {@code length} bytes at {@code index}.
   *
   * @throws IllegalArgumentException if the text is longer than the field or is not printable ASCII
   */
  public static void putLeft(ByteBuffer buffer, int index, int length, CharSequence text) {
    int textLength = requireFits(text, length);
    for (int i = 0; i < length; i++) {
      buffer.put(index + i, i < textLength ? (byte) text.charAt(i) : SPACE);
    }
  }

  /**
   * Writes {@code text} right-justified into {@code length} bytes at {@code index}.
   *
   * @throws IllegalArgumentException if the text is longer than the field or is not printable ASCII
   */
  public static void putRight(ByteBuffer buffer, int index, int length, CharSequence text) {
    int padding = length - requireFits(text, length);
    for (int i = 0; i < length; i++) {
      buffer.put(index + i, i < padding ? SPACE : (byte) text.charAt(i - padding));
    }
  }

  /**
   * Writes {@code value} as a decimal number, right-justified in {@code length} bytes.
   *
   * @param value 0 or more
   * @throws IllegalArgumentException if the value is negative or has more digits than the field
   */
  public static void putNumber(ByteBuffer buffer, int index, int length, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative number: " + value);
    }
    long rest = value;
    int i = length - 1;
    do {
      if (i < 0) {
        throw new IllegalArgumentException(value + " does not fit " + length + " digits");
      }
      buffer.put(index + i--, (byte) ('0' + rest % 10));
      rest /= 10;
    } while (rest != 0);
    while (i >= 0) {
      buffer.put(index + i--, SPACE);
    }
  }

  /**
   * Reads a decimal number that may be padded with spaces on either side.
   *
   * @return the number, or {@link #NOT_A_NUMBER} if the field is blank, holds anything but digits,
   *     or exceeds {@link Long#MAX_VALUE}
   */
  public static long parseNumber(ByteBuffer buffer, int index, int length) {
    int start = skipSpaces(buffer, index, index + length);
    int end = trimSpaces(buffer, start, index + length);
    if (start == end) {
      return NOT_A_NUMBER;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      int digit = buffer.get(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return NOT_A_NUMBER;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** Returns the text of a field without the spaces around it; allocates. */
  public static String getTrimmed(ByteBuffer buffer, int index, int length) {
    int start = skipSpaces(buffer, index, index + length);
    int end = trimSpaces(buffer, start, index + length);
    byte[] text = new byte[end - start];
    buffer.get(start, text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** Returns whether every byte of the field is printable ASCII, space included. */
  public static boolean isPrintable(ByteBuffer buffer, int index, int length) {
    for (int i = index; i < index + length; i++) {
      if (!isPrintable(buffer.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether {@code value} is printable ASCII, space included. */
  public static boolean isPrintable(byte value) {
    return value >= SPACE && value <= LAST_PRINTABLE;
  }

  /**
   * Packs {@code text}, padded with spaces on the right, into the low {@code length} bytes of a
   * long.
   *
   * @param length 1 to 8
   * @throws IllegalArgumentException if the text is longer than that or is not printable ASCII
   */
  public static long pack(CharSequence text, int length) {
    int textLength = requireFits(text, length);
    long packed = 0;
    for (int i = 0; i < length; i++) {
      packed = packed << 8 | (i < textLength ? text.charAt(i) : SPACE);
    }
    return packed;
  }

  /** Returns the text that {@link #pack} packed, without trailing spaces; allocates. */
  public static String unpack(long packed, int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (packed >>> (8 * (length - 1 - i)));
    }
    return new String(text, StandardCharsets.US_ASCII).stripTrailing();
  }

  /** Returns whether each of the low {@code length} bytes is printable ASCII, space included. */
  public static boolean isPrintable(long packed, int length) {
    for (int shift = 0; shift < 8 * length; shift += 8) {
      if (!isPrintable((byte) (packed >>> shift))) {
        return false;
      }
    }
    return true;
  }

  private static int requireFits(CharSequence text, int length) {
    if (text.length() > length) {
      throw new IllegalArgumentException("'" + text + "' is longer than " + length + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < SPACE || c > LAST_PRINTABLE) {
        throw new IllegalArgumentException("'" + text + "' is not printable ASCII");
      }
    }
    return text.length();
  }

  private static int skipSpaces(ByteBuffer buffer, int start, int end) {
    int i = start;
    while (i < end && buffer.get(i) == SPACE) {
      i++;
    }
    return i;
  }

  private static int trimSpaces(ByteBuffer buffer, int start, int end) {
    int i = end;
    while (i > start && buffer.get(i - 1) == SPACE) {
      i--;
    }
    return i;
  }
}
