package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Messages of FIX in tag=value encoding. The sum of {@code 10=} is that of all bytes before it, by
 * 256.
 */
final class FixTagValue implements Framing {

  private static final byte SEPARATOR = 1;
  private static final int RADIX = 10;

  /** What a length can have: more than a message can be long. */
  private static final int MOST_DIGITS = 9;

  /** {@code 10=ddd} and a separator. */
  private static final int TRAILER = 7;

  private static final int SUM_AT = 3;
  private static final int SUMS = 256;

  private final String beginString;
  private final int maxLength;

  /** All that stands before the length. */
  private final byte[] begin;

  FixTagValue(String beginString, int maxLength) {
    if (beginString.isEmpty() || !beginString.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "beginString is '" + beginString + "'; use what stands in 8=, such as FIX.4.4");
    }
    if (maxLength < 1 || maxLength >= Math.powExact(RADIX, MOST_DIGITS)) {
      throw new IllegalArgumentException(
          "maxLength is " + maxLength + "; use 1 to " + (Math.powExact(RADIX, MOST_DIGITS) - 1));
    }
    this.beginString = beginString;
    this.maxLength = maxLength;
    this.begin = ("8=" + beginString + (char) SEPARATOR + "9=").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public int minLength() {
    return 1;
  }

  @Override
  public int maxOverhead() {
    return begin.length + MOST_DIGITS + 1 + TRAILER;
  }

  @Override
  public void cut(FrameCursor cursor) {
    int length = cursor.length();
    for (int i = 0; i < Math.min(length, begin.length); i++) {
      if (cursor.get(i) != begin[i]) {
        cursor.malformed("a message does not begin with 8=" + beginString + " and 9=");
        return;
      }
    }
    int body = 0;
    int digits = 0;
    for (int at = begin.length; at < length; at++) {
      byte digit = cursor.get(at);
      if (digit == SEPARATOR && digits > 0) {
        body(cursor, at + 1, body);
        return;
      }
      if (digit < '0' || digit > '9' || ++digits > MOST_DIGITS) {
        cursor.malformed("the length in 9= is no number of 1 to " + MOST_DIGITS + " digits");
        return;
      }
      body = RADIX * body + digit - '0';
    }
    // Not only when all of it has come: a wrong byte is wrong at once, in any pieces.
    cursor.more(length + 1L, 0);
  }

  private void body(FrameCursor cursor, int header, int length) {
    long total = (long) header + length + TRAILER;
    if (length == 0) {
      cursor.malformed("the length in 9= is 0, and a message has a type at least");
    } else if (length > maxLength) {
      cursor.frame(total, header, length);
    } else if (cursor.length() < total) {
      cursor.more(total, 0);
    } else {
      check(cursor, header, length, total);
    }
  }

  private void check(FrameCursor cursor, int header, int length, long total) {
    int trailer = header + length;
    if (cursor.get(trailer - 1) != SEPARATOR
        || cursor.get(trailer) != '1'
        || cursor.get(trailer + 1) != '0'
        || cursor.get(trailer + 2) != '='
        || cursor.get(trailer + TRAILER - 1) != SEPARATOR) {
      cursor.malformed("there is no 10= where the length in 9= says, behind " + length + " bytes");
      return;
    }
    int told = 0;
    for (int i = SUM_AT; i < TRAILER - 1; i++) {
      byte digit = cursor.get(trailer + i);
      if (digit < '0' || digit > '9') {
        cursor.malformed("the checksum in 10= has not three digits");
        return;
      }
      told = RADIX * told + digit - '0';
    }
    long sum = sum(0, cursor.memory(), cursor.start(), trailer) % SUMS;
    if (sum == told) {
      cursor.frame(total, header, length);
    } else {
      cursor.malformed("the checksum in 10= is " + told + ", that of the bytes is " + sum);
    }
  }

  @Override
  public int headerLength(long length) {
    int digits = 1;
    for (long rest = length / RADIX; rest != 0; rest /= RADIX) {
      digits++;
    }
    return begin.length + digits + 1;
  }

  @Override
  public int trailerLength(long length) {
    return TRAILER;
  }

  @Override
  public void putHeader(long length, MemorySegment into, long at) {
    for (int i = 0; i < begin.length; i++) {
      into.set(ValueLayout.JAVA_BYTE, at + i, begin[i]);
    }
    int last = headerLength(length) - 1;
    into.set(ValueLayout.JAVA_BYTE, at + last, SEPARATOR);
    putDigits(length, into, at + begin.length, last - begin.length);
  }

  @Override
  public long sum(long sum, MemorySegment bytes, long at, long length) {
    long all = sum;
    for (long i = 0; i < length; i++) {
      all += bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xFF;
    }
    return all;
  }

  @Override
  public void putTrailer(long length, long sum, MemorySegment into, long at) {
    into.set(ValueLayout.JAVA_BYTE, at, (byte) '1');
    into.set(ValueLayout.JAVA_BYTE, at + 1, (byte) '0');
    into.set(ValueLayout.JAVA_BYTE, at + 2, (byte) '=');
    putDigits(sum % SUMS, into, at + SUM_AT, TRAILER - 1 - SUM_AT);
    into.set(ValueLayout.JAVA_BYTE, at + TRAILER - 1, SEPARATOR);
  }

  private static void putDigits(long value, MemorySegment into, long at, int digits) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      into.set(ValueLayout.JAVA_BYTE, at + i, (byte) ('0' + rest % RADIX));
      rest /= RADIX;
    }
  }

  @Override
  public String toString() {
    return "FIX[" + beginString + ", maxLength=" + maxLength + "]";
  }
}
