package dev.ioserver.engine.api;

import java.io.IOException;
import java.io.Serial;

/**
 * The peer sent, or announced, a frame that is longer than the {@link Framing} allows. The port
 * delivers nothing behind it, and closes as {@link Port#close()} does when {@link Failed} is
 * received: the answers to what came before still go out.
 */
public final class FrameTooLongException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** What the peer announced, or has sent so far, in bytes. */
  private final long length;

  /** What the framing allows, in bytes. */
  private final int maxLength;

  /**
   * For engines.
   *
   * @param length the length that was announced, or has come so far, in bytes
   * @param maxLength the longest that is allowed, in bytes
   */
  public FrameTooLongException(long length, int maxLength) {
    super(
        "the peer's frame has "
            + length
            + " bytes or more; at most "
            + maxLength
            + " are allowed; raise maxLength of the framing, or check the peer's protocol");
    this.length = length;
    this.maxLength = maxLength;
  }

  /** {@return the length that was announced, or has come so far, in bytes} */
  public long length() {
    return length;
  }

  /** {@return the longest that is allowed, in bytes} */
  public int maxLength() {
    return maxLength;
  }
}
