package dev.ioserver.examples.gateway.soup;

import java.util.concurrent.TimeUnit;

/**
 * The clock of a session. Immutable.
 *
 * @param heartbeatNanos a heartbeat is due when nothing was sent for this long
 * @param silenceNanos the link is given up when nothing came in for this long, or when the peer
 *     took nothing in for this long although there was something for it
 * @param loginNanos a connection without a login is given up after this long
 */
public record SoupTimeouts(long heartbeatNanos, long silenceNanos, long loginNanos) {

  /** The protocol's own: heartbeat after 1 s, 15 s for silence and for the login. */
  public static final SoupTimeouts STANDARD =
      new SoupTimeouts(
          TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(15));

  /** Checks that each is positive. */
  public SoupTimeouts {
    if (heartbeatNanos <= 0 || silenceNanos <= 0 || loginNanos <= 0) {
      throw new IllegalArgumentException("every timeout must be positive");
    }
  }
}
