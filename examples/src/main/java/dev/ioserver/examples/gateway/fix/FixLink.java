package dev.ioserver.examples.gateway.fix;

import dev.ioserver.examples.gateway.session.LinkClock;

/** The clock of a link whose client says how often it wants to hear something, and is tested. */
final class FixLink extends LinkClock {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private long heartbeatNanos = Long.MAX_VALUE / 4;
  private boolean tested;

  FixLink(long nowNanos) {
    start(nowNanos);
  }

  void heartbeatSeconds(long seconds) {
    heartbeatNanos = seconds * NANOS_PER_SECOND;
  }

  @Override
  public void received(long nowNanos) {
    super.received(nowNanos);
    tested = false;
  }

  boolean isHeartbeatDue(long nowNanos) {
    return isHeartbeatDue(nowNanos, heartbeatNanos);
  }

  /** The peer is silent for its interval and a fifth, for the way; asked for once in a silence. */
  boolean takeTestDue(long nowNanos) {
    boolean due = !tested && !isBlocked() && isSilent(nowNanos, patienceNanos());
    tested |= due;
    return due;
  }

  /** The peer is silent for twice that, and has not answered the test either. */
  boolean isLost(long nowNanos) {
    return isSilent(nowNanos, 2 * patienceNanos());
  }

  /** The interval between heartbeats and a fifth of it. */
  long patienceNanos() {
    return heartbeatNanos + heartbeatNanos / 5;
  }
}
