package dev.ioserver.engine.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What has come of a frame, and where a {@link Framing} says what it has found: one of {@link
 * #frame}, {@link #more} and {@link #malformed}.
 *
 * <p>Thread-safety: the thread that calls {@link Framing#cut}, while it does.
 */
public interface FrameCursor {

  /** {@return the memory that the bytes lie in, one behind the other} */
  MemorySegment memory();

  /** {@return where in the memory the frame begins} */
  long start();

  /**
   * {@return how many bytes are there, 1 or more: of this frame, and perhaps of others behind it}
   */
  int length();

  /**
   * {@return how far the framing has looked when it was asked about this frame before, as it said
   * to {@link #more}; 0 at first}
   */
  int looked();

  /**
   * {@return a byte of the frame}
   *
   * @param index from 0 to {@link #length()} - 1
   * @throws IndexOutOfBoundsException if it has not come
   */
  default byte get(int index) {
    if (index < 0 || index >= length()) {
      throw new IndexOutOfBoundsException("byte " + index + " of " + length());
    }
    return memory().get(ValueLayout.JAVA_BYTE, start() + index);
  }

  /**
   * The frame is found. Not all of it need be there: it is delivered when it is.
   *
   * @param total all its bytes on the wire, 1 or more
   * @param messageAt where the message begins in it
   * @param messageLength how long the message is, in bytes. More than {@link Framing#maxLength()}
   *     fails the port
   */
  void frame(long total, int messageAt, long messageLength);

  /**
   * More bytes are needed to find the frame.
   *
   * @param atLeast how many are needed in all, more than {@link #length()}
   * @param looked how many of them need not be looked at again
   */
  void more(long atLeast, int looked);

  /**
   * The bytes are no frame: the port fails with {@link MalformedFrameException}.
   *
   * @param why what is wrong, with what was expected
   */
  void malformed(String why);
}
