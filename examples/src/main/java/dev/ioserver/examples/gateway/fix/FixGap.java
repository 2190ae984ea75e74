package dev.ioserver.examples.gateway.fix;

/** Messages of the client that are missing and have been asked for. Belongs to one thread. */
final class FixGap {

  /** The number that showed the gap, and the last one that is known to be missing; 0 for none. */
  private long last;

  private long sinceNanos;

  boolean isOpen() {
    return last != 0;
  }

  void open(long early, long nowNanos) {
    last = early;
    sinceNanos = nowNanos;
  }

  /** What was missing comes in. */
  void advanced(long expected, long nowNanos) {
    sinceNanos = nowNanos;
    if (expected > last) {
      last = 0;
    }
  }

  void clear() {
    last = 0;
  }

  /** Whether nothing has come for so long. */
  boolean isOver(long nowNanos, long limitNanos) {
    return isOpen() && nowNanos - sinceNanos >= limitNanos;
  }
}
