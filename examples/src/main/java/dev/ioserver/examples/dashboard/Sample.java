package dev.ioserver.examples.dashboard;

import dev.ioserver.engine.api.LoopCounters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be shown, at one moment.
 *
 * @param counts numbers that only grow, by their names: shown as so many a second
 * @param losses numbers that only grow and should not, by their names: shown as they are
 * @param roundTrips those since the last sample, or null if nobody measures them here
 * @param loops what the loops have counted
 */
public record Sample(
    Map<String, Long> counts,
    Map<String, Long> losses,
    @Nullable Percentiles roundTrips,
    List<LoopCounters> loops) {

  /**
   * Round trips of a second, in microseconds.
   *
   * @param p50 half of them were shorter
   * @param p99 99 of 100 were shorter
   * @param max the longest
   */
  public record Percentiles(double p50, double p99, double max) {}
}
