package dev.ioserver.examples.gateway.soup;

/**
 * When a link last sent and last heard something, and what is due because of it. Times are those of
 * {@link System#nanoTime}, compared by difference. Belongs to one thread.
 */
final class LinkClock {

  private final SoupTimeouts timeouts;
  private long lastSentNanos;
  private long lastReceivedNanos;
  private boolean blocked;
  private long blockedSinceNanos;

  LinkClock(SoupTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  void start(long nowNanos) {
    lastSentNanos = nowNanos;
    lastReceivedNanos = nowNanos;
    blocked = false;
  }

  void received(long nowNanos) {
    lastReceivedNanos = nowNanos;
  }

  void sent(long nowNanos) {
    lastSentNanos = nowNanos;
    blocked = false;
  }

  /** The output refused a packet; keeps the time of the first refusal in a row. */
  void refused(long nowNanos) {
    if (!blocked) {
      blocked = true;
      blockedSinceNanos = nowNanos;
    }
  }

  void unblocked() {
    blocked = false;
  }

  boolean isSilent(long nowNanos) {
    return nowNanos - lastReceivedNanos >= timeouts.silenceNanos();
  }

  boolean isPeerNotReading(long nowNanos) {
    return blocked && nowNanos - blockedSinceNanos >= timeouts.silenceNanos();
  }

  /** A blocked link needs no heartbeat: the peer has yet to read what is on its way. */
  boolean isHeartbeatDue(long nowNanos) {
    return !blocked && nowNanos - lastSentNanos >= timeouts.heartbeatNanos();
  }

  /** Returns the time at which one of the three above may first become true. */
  long nextDeadlineNanos() {
    long silence = lastReceivedNanos + timeouts.silenceNanos();
    long other =
        blocked
            ? blockedSinceNanos + timeouts.silenceNanos()
            : lastSentNanos + timeouts.heartbeatNanos();
    return silence - other < 0 ? silence : other;
  }
}
