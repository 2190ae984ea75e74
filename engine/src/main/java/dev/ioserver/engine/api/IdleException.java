package dev.ioserver.engine.api;

import java.io.IOException;
import java.time.Duration;

/**
 * A port was closed because nothing was read from it, or nothing written to it, for as long as its
 * options say: see {@link PortOptions#closeIdle(boolean)}.
 */
public final class IdleException extends IOException {

  private static final long serialVersionUID = 1;

  /** What did not happen. */
  private final Idle.Direction direction;

  /**
   * Of a port that was idle in that direction for so long.
   *
   * @param direction what did not happen
   * @param time for how long
   */
  public IdleException(Idle.Direction direction, Duration time) {
    super(
        direction == Idle.Direction.READING
            ? "nothing was read for " + time + " (readIdle)"
            : "nothing was written for " + time + " (writeIdle)");
    this.direction = direction;
  }

  /** {@return what did not happen} */
  public Idle.Direction direction() {
    return direction;
  }
}
