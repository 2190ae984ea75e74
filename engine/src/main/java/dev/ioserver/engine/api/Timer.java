package dev.ioserver.engine.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A timer of an event loop that looks like a channel of {@link Expired} messages.
 *
 * {@snippet file="dev/ioserver/engine/snippets/TimerSnippetTest.java" region="timers"}
 *
 * <p>A timer can be set anew, whether it has expired or not:
 *
 * {@snippet file="dev/ioserver/engine/snippets/TimerSnippetTest.java" region="schedule"}
 *
 * <p>Precision: never early by {@link System#nanoTime()}; late by the resolution of the engine (see
 * {@code IoServer.features()}) plus scheduling.
 *
 * <p>Memory: a one-shot timer that has expired and been received is garbage unless somebody holds
 * it. There is no need to cancel it. Whoever holds it may schedule it again; it is still a member
 * of its select then.
 *
 * <p>Thread-safety: one thread receives; any thread may cancel or reschedule.
 */
public non-sealed interface Timer extends Receiver<Message> {

  /**
   * {@return how many expirations have passed since the last call, and forgets them} Receiving
   * thread only, and beside receiving, not instead of it: an {@link Expired} that waits stays there
   * until it is received. There is never more than one.
   */
  long takeExpirations();

  /**
   * Sets a new deadline from now on, and a new period. What has expired before is still received.
   *
   * @param delay until it expires; 0 or less expires at once; any length is allowed, and beyond 146
   *     years counts as that
   * @param period between expirations after the first; 0 for a one-shot timer
   * @throws IllegalArgumentException if the period is negative
   */
  void schedule(Duration delay, Duration period);

  /**
   * As {@link #schedule(Duration, Duration)}, in nanoseconds.
   *
   * @param delayNanos until it expires; 0 or less expires at once
   * @param periodNanos between expirations after the first; 0 for a one-shot timer
   * @throws IllegalArgumentException if the period is negative
   */
  void scheduleNanos(long delayNanos, long periodNanos);

  /**
   * Ends the timer: nothing expires any more. Idempotent; any thread. The same as {@link #close()}.
   */
  void cancel();

  /** {@return whatever the user hung on this timer; null at first} */
  @Nullable Object attachment();

  /**
   * Hangs something on this timer: what is to be done when it expires, for example. To be set and
   * read by the receiving thread, or set before the timer is handed to it.
   *
   * @param attachment anything, or null for nothing
   * @return this timer
   */
  Timer attach(@Nullable Object attachment);
}
