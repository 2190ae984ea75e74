package dev.ioserver.engine.api;

import java.io.Serial;

/**
 * No engine fits, or the one that was asked for does not exist or cannot run here. The message says
 * for each engine why not.
 */
public final class EngineUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * With the whole explanation.
   *
   * @param message each engine, and why it cannot be used
   */
  public EngineUnavailableException(String message) {
    super(message);
  }
}
