package dev.ioserver.examples.soak;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The bytes of all streams: one table of random bytes, which each stream reads in circles from a
 * place of its own. Bytes that are lost, doubled, or another connection's do not fit their place.
 */
final class Pattern {

  /** The table's length: a prime, so that no size of a buffer divides it. */
  static final int LENGTH = 65_521;

  /** The longest piece that lies in one place wherever it begins. */
  static final int LONGEST = 1 << 16;

  private static final ByteBuffer BYTES = bytes();

  private Pattern() {}

  /** A view of the table, for one thread. */
  static ByteBuffer view() {
    return BYTES.duplicate();
  }

  /** Makes a view show some bytes of a stream. */
  static ByteBuffer show(ByteBuffer view, int offset, long position, int length) {
    int start = (int) ((offset + position) % LENGTH);
    return view.limit(start + length).position(start);
  }

  private static ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH + LONGEST);
    SplittableRandom random = new SplittableRandom(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      bytes.put((byte) random.nextInt());
    }
    for (int i = 0; i < LONGEST; i++) {
      bytes.put(bytes.get(i));
    }
    return bytes.clear().asReadOnlyBuffer();
  }
}
