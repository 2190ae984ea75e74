package dev.ioserver.engine.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Sending to, or receiving from, a channel or port that is closed. Receivers see it only after all
 * that was sent before the close. If a failure closed the port, that failure is the {@link
 * #getCause() cause}.
 */
public final class ChannelClosedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * With what was closed, in words, and the failure behind it if there was one.
   *
   * @param message what was closed, in words
   * @param cause the failure behind it, or null
   */
  public ChannelClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
