package dev.ioserver.examples.gateway.ouch;

import dev.ioserver.examples.gateway.wire.Ascii;
import dev.ioserver.examples.gateway.wire.BigEndian;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An order token as two numbers: {@code high} packs its first 8 characters, {@code low} its last 6.
 *
 * <p>Methods that return a {@link String} allocate, nothing else does. Stateless and safe for any
 * thread, as far as a buffer is.
 */
public final class Token {

  /** The highest number that {@link #numberedHigh} and {@link #numberedLow} can write. */
  public static final long MAX_NUMBER = 99_999_999_999_999L;

  private static final int HIGH_LENGTH = 8;
  private static final int LOW_LENGTH = 6;
  private static final long LOW_NUMBERS = 1_000_000;
  private static final long BLANK_HIGH = Ascii.pack("", HIGH_LENGTH);
  private static final long BLANK_LOW = Ascii.pack("", LOW_LENGTH);

  private Token() {}

  /** Returns the first half of the token at {@code index}. */
  public static long high(ByteBuffer buffer, int index) {
    return BigEndian.getLong(buffer, index);
  }

  /** Returns the second half of the token at {@code index}. */
  public static long low(ByteBuffer buffer, int index) {
    return BigEndian.getLong48(buffer, index + HIGH_LENGTH);
  }

  /** Writes a token at {@code index}. */
  public static void put(ByteBuffer buffer, int index, long high, long low) {
    BigEndian.putLong(buffer, index, high);
    BigEndian.putLong48(buffer, index + HIGH_LENGTH, low);
  }

  /** Returns the first half of {@code text}, at most 14 characters, padded with spaces. */
  public static long highOf(String text) {
    return Ascii.pack(text.substring(0, Math.min(text.length(), HIGH_LENGTH)), HIGH_LENGTH);
  }

  /** Returns the second half of {@code text}, at most 14 characters, padded with spaces. */
  public static long lowOf(String text) {
    return Ascii.pack(text.substring(Math.min(text.length(), HIGH_LENGTH)), LOW_LENGTH);
  }

  /** Returns the first half of the token made of the 14 digits of {@code number}. */
  public static long numberedHigh(long number) {
    requireNumber(number);
    return digits(number / LOW_NUMBERS, HIGH_LENGTH);
  }

  /** Returns the second half of the token made of the 14 digits of {@code number}. */
  public static long numberedLow(long number) {
    requireNumber(number);
    return digits(number % LOW_NUMBERS, LOW_LENGTH);
  }

  /** Returns the number that a token of 14 digits stands for, or -1 if it is not one. */
  public static long number(long high, long low) {
    long upper = parseDigits(high, HIGH_LENGTH);
    long lower = parseDigits(low, LOW_LENGTH);
    return upper < 0 || lower < 0 ? -1 : upper * LOW_NUMBERS + lower;
  }

  /** Returns whether the token names something: printable ASCII, and not all spaces. */
  public static boolean isValid(long high, long low) {
    boolean blank = high == BLANK_HIGH && low == BLANK_LOW;
    return !blank && Ascii.isPrintable(high, HIGH_LENGTH) && Ascii.isPrintable(low, LOW_LENGTH);
  }

  /** Mixes all bits of a token, so that any of them may index a hash table. */
  public static int hash(long high, long low) {
    long mixed = (high ^ low * 0x9E37_79B9_7F4A_7C15L) * 0xD6E8_FEB8_6659_FD93L;
    mixed ^= mixed >>> 32;
    mixed *= 0xD6E8_FEB8_6659_FD93L;
    return (int) (mixed >>> 32);
  }

  /** Returns the token as text, without trailing spaces. */
  public static String toString(long high, long low) {
    byte[] text = new byte[HIGH_LENGTH + LOW_LENGTH];
    put(ByteBuffer.wrap(text), 0, high, low);
    return new String(text, StandardCharsets.US_ASCII).stripTrailing();
  }

  private static void requireNumber(long number) {
    if (number < 0 || number > MAX_NUMBER) {
      throw new IllegalArgumentException("not a number of up to 14 digits: " + number);
    }
  }

  private static long digits(long number, int length) {
    long packed = 0;
    long rest = number;
    for (int shift = 0; shift < 8 * length; shift += 8) {
      packed |= ('0' + rest % 10) << shift;
      rest /= 10;
    }
    return packed;
  }

  private static long parseDigits(long packed, int length) {
    long number = 0;
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      long digit = (packed >>> shift & 0xFF) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
