package dev.ioserver.examples.report;

import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.examples.gateway.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * One run of a load, and what the gateway's loops counted meanwhile.
 *
 * @param load what the clients have seen
 * @param gateway the counters of all of the gateway's loops in the measured time; null if the
 *     gateway runs elsewhere
 * @param cpuNanos the processor time of the whole process in the measured time; 0 if unknown
 */
public record RunOutcome(LoadResult load, @Nullable LoopCounters gateway, long cpuNanos) {

  /** The engine's name. */
  public String engine() {
    return load.engine();
  }

  /** A number divided by the orders answered; 0 if there were none. */
  double perOrder(double value) {
    long orders = load.roundTrips().getTotalCount();
    return orders == 0 ? 0 : value / orders;
  }
}
