package dev.ioserver.engine.api;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The peer sent what is no frame of the {@link Framing}, or the framing itself has failed. The port
 * delivers nothing behind it, and closes as {@link Port#close()} does when {@link Failed} is
 * received: the answers to what came before still go out.
 */
public final class MalformedFrameException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * For engines.
   *
   * @param why what is wrong, with what was expected
   * @param cause what the framing has thrown, or null if the bytes are to blame
   */
  public MalformedFrameException(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
