package dev.ioserver.examples.gateway.session;

/**
 * When a link last sent and last heard something, and what is due because of it. Times are those of
 * {@link System#nanoTime}, compared by difference. Belongs to one thread.
 */
public class LinkClock {

  private long lastSentNanos;
  private long lastReceivedNanos;
  private boolean blocked;
  private long blockedSinceNanos;

  /** Starts anew, with a link that was just opened. */
  public final void start(long nowNanos) {
    lastSentNanos = nowNanos;
    lastReceivedNanos = nowNanos;
    blocked = false;
  }

  /** Something has come from the peer. */
  public void received(long nowNanos) {
    lastReceivedNanos = nowNanos;
  }

  /** The output has taken something. */
  public final void sent(long nowNanos) {
    lastSentNanos = nowNanos;
    blocked = false;
  }

  /** The output refused a message; keeps the time of the first refusal in a row. */
  public final void refused(long nowNanos) {
    if (!blocked) {
      blocked = true;
      blockedSinceNanos = nowNanos;
    }
  }

  /** The output has room again. */
  public final void unblocked() {
    blocked = false;
  }

  /** Whether the output has refused something, and neither taken anything since nor has room. */
  protected final boolean isBlocked() {
    return blocked;
  }

  /** Whether nothing has come for so long. */
  public final boolean isSilent(long nowNanos, long limitNanos) {
    return nowNanos - lastReceivedNanos >= limitNanos;
  }

  /** Whether the output has been refusing for so long. */
  public final boolean isPeerNotReading(long nowNanos, long limitNanos) {
    return blocked && nowNanos - blockedSinceNanos >= limitNanos;
  }

  /** A blocked link needs no heartbeat: the peer has yet to read what is on its way. */
  public final boolean isHeartbeatDue(long nowNanos, long intervalNanos) {
    return !blocked && nowNanos - lastSentNanos >= intervalNanos;
  }

  /** Returns the time at which one of the three above may first become true. */
  public final long nextDeadlineNanos(long intervalNanos, long limitNanos) {
    long silence = lastReceivedNanos + limitNanos;
    long other = blocked ? blockedSinceNanos + limitNanos : lastSentNanos + intervalNanos;
    return silence - other < 0 ? silence : other;
  }
}
