package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.machine.Collections;
import dev.ioserver.examples.machine.StallWatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load has seen. Numbers without another word are of the orders that were due in the
 * measured time, with all that happened to them.
 *
 * @param engine the clients' engine
 * @param rate orders a second that were asked for; 0 for as many as possible
 * @param sent new orders sent
 * @param accepted new orders accepted
 * @param executions executions; a match of two orders is two
 * @param rejected orders and replacements rejected
 * @param canceled cancellations
 * @param replaced replacements accepted
 * @param requests all messages sent: new orders, replacements, cancels
 * @param lost orders and replacements without an answer, those of the warm-up included
 * @param unsent orders that were due and never sent: the rate was too high
 * @param inconsistencies answers that fit no order, and orders that did not end; warm-up included
 * @param reconnects connections that went away and were resumed
 * @param elapsedNanos nanoseconds from the first measured order to the last answer, at least the
 *     measured time
 * @param roundTrips nanoseconds from when an order was due to when its answer came
 * @param warmUp how it was warmed up
 * @param stalls what was seen of stalls of the machine; null if nobody watched
 */
public record LoadResult(
    String engine,
    int rate,
    long sent,
    long accepted,
    long executions,
    long rejected,
    long canceled,
    long replaced,
    long requests,
    long lost,
    long unsent,
    long inconsistencies,
    long reconnects,
    long elapsedNanos,
    Histogram roundTrips,
    WarmUp warmUp,
    @Nullable SeenStalls stalls) {

  /**
   * Stalls of the machine in the measured time.
   *
   * @param seen how many, and the longest
   * @param collections of garbage in this process, which are among them
   * @param calm the round trips that met none of them, in nanoseconds
   */
  public record SeenStalls(StallWatch.Stalls seen, Collections collections, Histogram calm) {}

  /** New orders answered a second. */
  public double ordersPerSecond() {
    return roundTrips.getTotalCount() * 1e9 / elapsedNanos;
  }

  /** Whether every order was answered, and every share accounted for. */
  public boolean isGood() {
    return lost == 0 && inconsistencies == 0;
  }
}
