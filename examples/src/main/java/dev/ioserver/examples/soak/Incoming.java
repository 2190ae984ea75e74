package dev.ioserver.examples.soak;

import java.nio.ByteBuffer;

/** What a side gets: each byte is compared with the one that was sent in its place. */
final class Incoming {

  private final ByteBuffer expected = Pattern.view();
  private final int offset;
  private final long length;
  private long position;

  /** A stream of so many bytes. */
  Incoming(int offset, long length) {
    this.offset = offset;
    this.length = length;
  }

  /** Takes bytes, and returns how many of them are wrong: they differ, or are too many. */
  long accept(ByteBuffer bytes) {
    long wrong = 0;
    while (bytes.hasRemaining()) {
      int size = Math.min(bytes.remaining(), Pattern.LONGEST);
      ByteBuffer piece = bytes.slice(bytes.position(), size);
      int at = piece.mismatch(Pattern.show(expected, offset, position, size));
      wrong += at < 0 ? 0 : size - at;
      bytes.position(bytes.position() + size);
      position += size;
    }
    return Math.max(wrong, position - length);
  }

  long position() {
    return position;
  }

  /** How many bytes have not come; 0 if it is whole. */
  long missing() {
    return Math.max(0, length - position);
  }
}
