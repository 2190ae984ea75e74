package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Frames that end with certain bytes. As {@link Framing#delimiter} makes it, these are stripped and
 * added. A message to send is not searched for them: one that has them inside is more than one
 * frame for the peer.
 *
 * <p>Thread-safety: immutable.
 */
public final class Delimiter implements Framing {

  private static final int LONGEST = 1 << 10;

  /** The delimiter not counted. */
  private final int maxLength;

  private final byte[] bytes;
  private final boolean kept;

  private Delimiter(int maxLength, byte[] bytes, boolean kept) {
    this.maxLength = maxLength;
    this.bytes = bytes;
    this.kept = kept;
  }

  static Delimiter of(int maxLength, byte[] bytes) {
    if (bytes.length < 1 || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "a delimiter has " + bytes.length + " bytes; use 1 to " + LONGEST);
    }
    if (maxLength < 1 || maxLength > Integer.MAX_VALUE - LONGEST) {
      throw new IllegalArgumentException(
          "maxLength is " + maxLength + "; use 1 to " + (Integer.MAX_VALUE - LONGEST));
    }
    return new Delimiter(maxLength, bytes.clone(), false);
  }

  /** {@return the same whose messages have the delimiter at their end: it is not added either} */
  public Delimiter keepDelimiter() {
    return new Delimiter(maxLength, bytes, true);
  }

  @Override
  public int maxLength() {
    return kept ? maxLength + bytes.length : maxLength;
  }

  @Override
  public int minLength() {
    return kept ? bytes.length : 0;
  }

  @Override
  public int maxOverhead() {
    return kept ? 0 : bytes.length;
  }

  @Override
  public void cut(FrameCursor cursor) {
    MemorySegment memory = cursor.memory();
    long start = cursor.start();
    int length = cursor.length();
    int last = bytes.length - 1;
    byte end = bytes[last];
    // Where the last byte of the delimiter may stand.
    for (int i = Math.max(last, cursor.looked()); i < length; i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, start + i) == end && isDelimiter(memory, start + i)) {
        int message = i - last;
        cursor.frame(i + 1L, 0, kept ? i + 1L : message);
        return;
      }
    }
    cursor.more(length + 1L, length);
  }

  private boolean isDelimiter(MemorySegment memory, long end) {
    for (int back = 1; back < bytes.length; back++) {
      if (memory.get(ValueLayout.JAVA_BYTE, end - back) != bytes[bytes.length - 1 - back]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int trailerLength(long length) {
    return kept ? 0 : bytes.length;
  }

  @Override
  public void putTrailer(long length, long sum, MemorySegment into, long at) {
    for (int i = 0; i < bytes.length; i++) {
      into.set(ValueLayout.JAVA_BYTE, at + i, bytes[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delimiter that
        && maxLength == that.maxLength
        && kept == that.kept
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * maxLength + Arrays.hashCode(bytes)) + Boolean.hashCode(kept);
  }

  @Override
  public String toString() {
    return "Delimiter["
        + HexFormat.of().formatHex(bytes)
        + (kept ? " kept" : "")
        + ", maxLength="
        + maxLength
        + "]";
  }
}
