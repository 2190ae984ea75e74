package dev.ioserver.examples.gateway.fix;

/**
 * When a link last sent and last heard something, and what is due because of it. Times are those of
 * {@link System#nanoTime}, compared by difference. Belongs to one thread.
 */
final class FixLink {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private long heartbeatNanos = Long.MAX_VALUE / 4;
  private long lastSentNanos;
  private long lastReceivedNanos;
  private boolean tested;
  private boolean blocked;
  private long blockedSinceNanos;

  FixLink(long nowNanos) {
    lastSentNanos = nowNanos;
    lastReceivedNanos = nowNanos;
  }

  void heartbeatSeconds(long seconds) {
    heartbeatNanos = seconds * NANOS_PER_SECOND;
  }

  void received(long nowNanos) {
    lastReceivedNanos = nowNanos;
    tested = false;
  }

  void sent(long nowNanos) {
    lastSentNanos = nowNanos;
    blocked = false;
  }

  /** The output refused a message; keeps the time of the first refusal in a row. */
  void refused(long nowNanos) {
    if (!blocked) {
      blocked = true;
      blockedSinceNanos = nowNanos;
    }
  }

  void unblocked() {
    blocked = false;
  }

  /** A blocked link needs no heartbeat: the peer has yet to read what is on its way. */
  boolean isHeartbeatDue(long nowNanos) {
    return !blocked && nowNanos - lastSentNanos >= heartbeatNanos;
  }

  /** The peer is silent for its interval and a fifth, for the way; asked for once in a silence. */
  boolean takeTestDue(long nowNanos) {
    boolean due = !tested && !blocked && nowNanos - lastReceivedNanos >= patienceNanos();
    tested |= due;
    return due;
  }

  /** The peer is silent for twice that, and has not answered the test either. */
  boolean isLost(long nowNanos) {
    return nowNanos - lastReceivedNanos >= 2 * patienceNanos();
  }

  boolean isPeerNotReading(long nowNanos, long limitNanos) {
    return blocked && nowNanos - blockedSinceNanos >= limitNanos;
  }

  /** The interval between heartbeats and a fifth of it. */
  long patienceNanos() {
    return heartbeatNanos + heartbeatNanos / 5;
  }
}
