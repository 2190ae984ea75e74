package dev.ioserver.engine.readiness;

import dev.ioserver.engine.spi.NanoClock;
import java.util.ArrayDeque;

/**
 * Endpoints that wait a little before they repeat a call for which the kernel had no memory or
 * buffers. No event says when it has some again, and to repeat the call at once would be a spin.
 *
 * <p>Belongs to the transport's thread.
 */
final class RestingEndpoints {

  /** Long enough for a kernel to free something, short beside what a peer waits for. */
  private static final long PAUSE_NANOS = 10_000_000;

  /** For a peer that is full, and reads. */
  private static final long BRIEF_PAUSE_NANOS = 1_000_000;

  /** Pauses in a row, 5 s of them: an endpoint that needs more has failed. */
  static final int MOST_PAUSES = 500;

  private record Rest(ReadinessEndpoint endpoint, long untilNanos) {}

  /** In the order of their ends: all pauses of one of them are of the same length. */
  private final ArrayDeque<Rest> rests = new ArrayDeque<>();

  private final ArrayDeque<Rest> briefRests = new ArrayDeque<>();

  private final NanoClock clock;

  RestingEndpoints(NanoClock clock) {
    this.clock = clock;
  }

  void add(ReadinessEndpoint endpoint) {
    rests.add(new Rest(endpoint, clock.nanoTime() + PAUSE_NANOS));
  }

  void addBriefly(ReadinessEndpoint endpoint) {
    briefRests.add(new Rest(endpoint, clock.nanoTime() + BRIEF_PAUSE_NANOS));
  }

  boolean isEmpty() {
    return rests.isEmpty() && briefRests.isEmpty();
  }

  /**
   * Tells those whose pause is over.
   *
   * @param timeoutNanos how long a wait may last; negative for ever
   * @return how long it may last with what still rests
   */
  long wakeDue(long timeoutNanos) {
    return wakeDue(rests, wakeDue(briefRests, timeoutNanos));
  }

  private long wakeDue(ArrayDeque<Rest> rests, long timeoutNanos) {
    long now = clock.nanoTime();
    for (Rest rest = rests.peek(); rest != null; rest = rests.peek()) {
      long left = rest.untilNanos() - now;
      if (left > 0) {
        return timeoutNanos < 0 ? left : Math.min(left, timeoutNanos);
      }
      var _ = rests.poll();
      rest.endpoint().endRest();
    }
    return timeoutNanos;
  }
}
