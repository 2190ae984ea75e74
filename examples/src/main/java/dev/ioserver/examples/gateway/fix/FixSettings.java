package dev.ioserver.examples.gateway.fix;

import java.util.concurrent.TimeUnit;

/**
 * The rules of an acceptor. Immutable.
 *
 * @param compId what it calls itself, and what clients must address
 * @param logonNanos a connection without a Logon is given up after this long
 * @param notReadingNanos a client that takes nothing in is given up after this long
 */
public record FixSettings(String compId, long logonNanos, long notReadingNanos) {

  /** What is in {@code 8=}. */
  public static final String BEGIN_STRING = "FIX.4.4";

  /** The longest HeartBtInt, in seconds. */
  static final int MAX_HEARTBEAT_SECONDS = 3600;

  /** How far SendingTime may be from this side's clock. */
  static final long ACCURACY_MILLIS = TimeUnit.MINUTES.toMillis(2);

  /** How long a client may take to send what is missing, at least. */
  static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Checks the parts. */
  public FixSettings {
    if (compId.isEmpty() || !compId.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "compId is '" + compId + "'; use printable ASCII without spaces");
    }
    if (logonNanos <= 0 || notReadingNanos <= 0) {
      throw new IllegalArgumentException("every timeout must be positive");
    }
  }
}
