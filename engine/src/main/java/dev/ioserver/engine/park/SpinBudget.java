package dev.ioserver.engine.park;

import dev.ioserver.engine.api.IdleStrategy;

/**
 * How long the polling thread asks again before it parks. Fixed, or learnt from how long it had to
 * wait: as a hypervisor does that polls for a while before it gives up the processor of a guest
 * that has halted (Linux, halt-polling.rst).
 *
 * <p>Thread-safety: the polling thread's.
 */
public final class SpinBudget {

  /** Where growing begins, in nanoseconds: a few looks at the kernel. */
  private static final long FIRST_NANOS = 5_000;

  /**
   * One look that took so long, in nanoseconds, was none: the processor was given to another thread
   * meanwhile, which may be the very one that is waited for.
   */
  private static final long DESCHEDULED_NANOS = 100_000;

  /** Waits that must be short, after the processor was lost, before it is tried again. */
  private static final int SHORT_WAITS_AFTER_LOSS = 64;

  private final boolean adaptive;
  private final long most;

  /** In use now. */
  private long nanos;

  /** Short waits to come before the budget grows. */
  private int toSitOut;

  /** A budget of a strategy. */
  public SpinBudget(IdleStrategy strategy) {
    this.adaptive = strategy.isAdaptive();
    this.most = strategy.spinNanos();
    this.nanos = adaptive ? 0 : most;
  }

  /** Whether there is any need to look at the clock. */
  public boolean isUsed() {
    return most > 0;
  }

  /** Nanoseconds to ask again for, before the next park; 0 parks at once. */
  public long nanos() {
    return nanos;
  }

  /**
   * Whether to go on after a look that took so long.
   *
   * @param lookNanos nanoseconds from look to look
   */
  public boolean goesOnAfter(long lookNanos) {
    if (!adaptive || lookNanos < DESCHEDULED_NANOS) {
      return true;
    }
    nanos = 0;
    toSitOut = SHORT_WAITS_AFTER_LOSS;
    return false;
  }

  /**
   * The thread had to park.
   *
   * @param waitedNanos nanoseconds that it has waited in all, asking and parked
   */
  public void parked(long waitedNanos) {
    if (!adaptive) {
      return;
    }
    if (waitedNanos > most) {
      nanos = 0;
    } else if (toSitOut > 0) {
      toSitOut--;
    } else {
      nanos = Math.min(most, Math.max(FIRST_NANOS, 2 * nanos));
    }
  }
}
