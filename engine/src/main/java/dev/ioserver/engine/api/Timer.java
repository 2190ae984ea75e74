package dev.ioserver.engine.api;

/**
 * A timer of an event loop that looks like a channel of {@link Expired} messages.
 *
 * <p>Precision: never early by {@link System#nanoTime()}; late by the resolution of the engine (see
 * {@code IoServer.features()}) plus scheduling.
 *
 * <p>Thread-safety: one thread receives; any thread may cancel or reschedule.
 */
public interface Timer extends Receiver<Message> {

  /**
   * How many expirations have passed since the last call, and forgets them. Receiving thread only,
   * and beside receiving, not instead of it: each {@link Expired} waits until it is received.
   */
  long takeExpirations();

  /**
   * Sets a new deadline from now on, and a new period. What has expired before is still received.
   *
   * @param delayNanos nanoseconds until it expires; 0 or less expires at once
   * @param periodNanos nanoseconds between expirations after the first; 0 for a one-shot timer
   * @throws IllegalArgumentException if the period is negative
   */
  void schedule(long delayNanos, long periodNanos);

  /**
   * Ends the timer: nothing expires any more. Idempotent; any thread. The same as {@link #close()}.
   */
  void cancel();
}
