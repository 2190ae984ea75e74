package dev.ioserver.engine.api;

import java.nio.ByteOrder;

/**
 * How a byte stream is cut into messages. Immutable.
 *
 * @param prefixBytes 0 for a raw stream, else 1, 2 or 4: the size of the length that precedes each
 *     frame
 * @param maxLength the longest frame in bytes, not counting the prefix; {@link Integer#MAX_VALUE}
 *     on a raw stream. A longer one from the peer fails the port, a longer one to send is refused
 * @param order the byte order of the prefix
 */
public record Framing(int prefixBytes, int maxLength, ByteOrder order) {

  private static final Framing RAW = new Framing(0, Integer.MAX_VALUE, ByteOrder.BIG_ENDIAN);

  /** Checks the parts. */
  public Framing {
    if (prefixBytes != 0 && prefixBytes != 1 && prefixBytes != 2 && prefixBytes != 4) {
      throw new IllegalArgumentException(
          "prefixBytes is " + prefixBytes + "; use 0 (raw), 1, 2 or 4");
    }
    if (maxLength < 1 || maxLength > largest(prefixBytes)) {
      throw new IllegalArgumentException(
          "maxLength is "
              + maxLength
              + "; with a prefix of "
              + prefixBytes
              + " bytes use 1 to "
              + largest(prefixBytes));
    }
  }

  /** {@return no framing: data comes as it comes} */
  public static Framing raw() {
    return RAW;
  }

  /**
   * {@return a big-endian length before each frame, as SoupBinTCP and many others have it}
   *
   * @param prefixBytes 1, 2 or 4
   * @param maxLength the longest frame in bytes, at most what the prefix can say
   */
  public static Framing lengthPrefix(int prefixBytes, int maxLength) {
    if (prefixBytes == 0) {
      throw new IllegalArgumentException("prefixBytes is 0; use raw(), or a prefix of 1, 2 or 4");
    }
    return new Framing(prefixBytes, maxLength, ByteOrder.BIG_ENDIAN);
  }

  /**
   * {@return the same framing with the prefix in another byte order}
   *
   * @param other the order of the prefix's bytes
   */
  public Framing withOrder(ByteOrder other) {
    return new Framing(prefixBytes, maxLength, other);
  }

  /** {@return whether this is a raw stream} */
  public boolean isRaw() {
    return prefixBytes == 0;
  }

  private static int largest(int prefixBytes) {
    return switch (prefixBytes) {
      case 1 -> 0xFF;
      case 2 -> 0xFFFF;
      default -> Integer.MAX_VALUE;
    };
  }
}
