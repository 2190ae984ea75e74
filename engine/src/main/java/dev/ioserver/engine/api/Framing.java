package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * How a byte stream is cut into messages, and what stands before and after a message on the wire.
 * Those that most protocols need are here; a program can write its own.
 *
 * <p>An own one answers {@link #cut}, and says by the other methods what it adds to a message that
 * is sent. It keeps nothing of a stream: one object serves any number of ports, on any thread. What
 * it wants to remember of a frame that has come in part is how far it has looked, and the port
 * keeps that for it.
 *
 * <p>Bytes are copied only where a frame lies in more than one read: those are put together in
 * memory that grows with what has come, up to {@link #maxLength()} and {@link #maxOverhead()}.
 *
 * <p>Thread-safety: immutable.
 */
public interface Framing {

  /** {@return no framing: data comes as it comes} */
  static Framing raw() {
    return RawFraming.INSTANCE;
  }

  /**
   * {@return a big-endian length before each frame, as SoupBinTCP and many others have it}
   *
   * @param prefixBytes 1, 2, 3 or 4
   * @param maxLength the longest frame in bytes, at most what the prefix can say
   */
  static LengthPrefix lengthPrefix(int prefixBytes, int maxLength) {
    return LengthPrefix.of(prefixBytes, maxLength);
  }

  /**
   * {@return a length before each frame, in groups of seven bits, the lowest first, as Protocol
   * Buffers has it}
   *
   * @param maxLength the longest frame in bytes, the length not counted; 1 or more
   */
  static Framing varintPrefix(int maxLength) {
    return new VarintPrefix(maxLength);
  }

  /**
   * {@return frames that end with certain bytes, which are stripped and added}
   *
   * @param maxLength the longest frame in bytes, the delimiter not counted; 1 or more
   * @param delimiter one byte or more, for example {@code '\n'}
   */
  static Delimiter delimiter(int maxLength, byte... delimiter) {
    return Delimiter.of(maxLength, delimiter);
  }

  /**
   * {@return lines that end with CR and LF, which are stripped and added}
   *
   * @param maxLength the longest line in bytes, its end not counted; 1 or more
   */
  static Delimiter lines(int maxLength) {
    return Delimiter.of(maxLength, "\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * {@return frames that are all of one length}
   *
   * @param length in bytes, 1 or more
   */
  static Framing fixedLength(int length) {
    return new FixedLength(length);
  }

  /**
   * {@return messages of FIX: {@code 8=...} and {@code 9=...} before each body, {@code 10=...}
   * after it} A message is the body alone, from its {@code 35=} to the separator (byte 1) at its
   * end. The length and the checksum are made, and checked.
   *
   * @param beginString the value of {@code 8=}, such as FIX.4.4; another one is malformed
   * @param maxLength the longest body in bytes, 1 or more
   * @see <a href="https://www.fixtrading.org/standards/tagvalue-online/">FIX TagValue encoding</a>
   */
  static Framing fix(String beginString, int maxLength) {
    return new FixTagValue(beginString, maxLength);
  }

  /**
   * {@return the longest message in bytes, 1 or more} A longer one from the peer fails the port
   * with {@link FrameTooLongException}, a longer one to send is refused.
   */
  int maxLength();

  /** {@return the shortest message that can be sent, in bytes} */
  default int minLength() {
    return 0;
  }

  /** {@return the most bytes that a frame on the wire has beside its message} */
  default int maxOverhead() {
    return 0;
  }

  /**
   * Looks for the next frame in what has come of it, and gives one answer to the cursor. It is
   * asked again, about the same bytes and more, once as many are there as it said it needs. It must
   * not keep the cursor. What it throws fails the port.
   *
   * @param cursor the bytes, of which there is one at least, and where the answer goes
   */
  void cut(FrameCursor cursor);

  /**
   * {@return how many bytes {@link #putHeader} writes before a message}
   *
   * @param length of the message in bytes, {@link #minLength()} to {@link #maxLength()}
   */
  default int headerLength(long length) {
    return 0;
  }

  /**
   * {@return how many bytes {@link #putTrailer} writes behind a message}
   *
   * @param length of the message in bytes
   */
  default int trailerLength(long length) {
    return 0;
  }

  /**
   * Writes what precedes a message.
   *
   * @param length of the message in bytes
   * @param into native memory
   * @param at where in it the header begins
   */
  default void putHeader(long length, MemorySegment into, long at) {}

  /**
   * {@return the checksum of what has been written of a frame so far, header included, and these
   * bytes} Asked only where there is a trailer, about pieces in their order.
   *
   * @param sum of the pieces before; 0 at first
   * @param bytes native memory
   * @param at where in it the piece begins
   * @param length of the piece in bytes
   */
  default long sum(long sum, MemorySegment bytes, long at, long length) {
    return sum;
  }

  /**
   * Writes what follows a message.
   *
   * @param length of the message in bytes
   * @param sum what {@link #sum} made of the header and the message
   * @param into native memory
   * @param at where in it the trailer begins
   */
  default void putTrailer(long length, long sum, MemorySegment into, long at) {}

  /** {@return whether this is a raw stream} */
  default boolean isRaw() {
    return this == RawFraming.INSTANCE;
  }
}
