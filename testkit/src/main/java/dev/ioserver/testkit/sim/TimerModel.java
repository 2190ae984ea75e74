package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Timer;
import org.jspecify.annotations.Nullable;

/** A timer, and when it may and must expire. */
final class TimerModel {

  final Timer timer;
  private long due;
  private boolean expired;
  private boolean earlierMayCome;
  private boolean cancelled;

  TimerModel(Timer timer, long due) {
    this.timer = timer;
    this.due = due;
  }

  /** It is set anew. */
  void set(long now, long next) {
    earlierMayCome |= !expired && now >= due;
    expired = false;
    due = next;
  }

  /** It was set to expire so long from now. */
  void cancel() {
    cancelled = true;
    timer.cancel();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** It has expired: what is wrong with that, or null. */
  @Nullable String expired(long now) {
    if (earlierMayCome) {
      earlierMayCome = false;
      expired = now >= due;
      return null;
    }
    expired = true;
    return now < due ? (due - now) + " ns too early" : null;
  }

  /** Whether it must have expired by now and has not. */
  boolean isLost(long now) {
    return !cancelled && !expired && !earlierMayCome && now >= due;
  }
}
