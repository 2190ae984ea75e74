package dev.ioserver.examples.report;

import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.LoadResult.SeenStalls;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One number of a run: its name, how it is found, and how it is written.
 *
 * @param name what it is
 * @param value finds it
 * @param format writes it
 * @param compared whether a ratio between two engines says anything
 */
record Metric(
    String name,
    ToDoubleFunction<RunOutcome> value,
    DoubleFunction<String> format,
    boolean compared) {

  /** What became of the orders. */
  static final List<Metric> ORDERS =
      List.of(
          count("orders sent", outcome -> outcome.load().sent()),
          count("  accepted", outcome -> outcome.load().accepted()),
          count("  rejected", outcome -> outcome.load().rejected()),
          count("  lost", outcome -> outcome.load().lost()),
          count("executions", outcome -> outcome.load().executions()),
          count("canceled", outcome -> outcome.load().canceled()),
          count("replaced", outcome -> outcome.load().replaced()));

  /** How fast it was. */
  static final List<Metric> SPEED =
      List.of(
          new Metric("orders/s", o -> o.load().ordersPerSecond(), Numbers::whole, true),
          new Metric(
              "CPU time per order", o -> o.perOrder((double) o.cpuNanos()), Numbers::micros, true));

  /** How long a round trip took. */
  static final List<Metric> ROUND_TRIPS =
      List.of(
          percentile("p50", 50),
          percentile("p90", 90),
          percentile("p99", 99),
          percentile("p99.9", 99.9),
          percentile("max", 100));

  /** The same of the round trips that met no stall; 0 if nobody watched. */
  static final List<Metric> CALM_ROUND_TRIPS =
      List.of(
          calmPercentile("p50", 50),
          calmPercentile("p90", 90),
          calmPercentile("p99", 99),
          calmPercentile("p99.9", 99.9),
          calmPercentile("max", 100));

  /** What the gateway's loops did, and did not have to do. */
  static final List<Metric> LOOPS =
      List.of(
          counter("polls", LoopCounters::polls),
          counter("  parks", LoopCounters::parks),
          counter("wakes asked for", LoopCounters::wakesAsked),
          counter("  written (system calls)", LoopCounters::wakesWritten),
          counter("  avoided", LoopCounters::wakesAvoided),
          counter("interest changes asked for", LoopCounters::changesAsked),
          counter("  applied (system calls)", LoopCounters::changesApplied),
          counter("  avoided", LoopCounters::changesAvoided),
          counter("polls armed (system calls)", LoopCounters::arms),
          counter("reads", LoopCounters::reads),
          counter("writes", LoopCounters::writes),
          counter("system calls in all", Metric::systemCalls));

  double of(RunOutcome outcome) {
    return value.applyAsDouble(outcome);
  }

  String text(double number) {
    return format.apply(number);
  }

  /** Every system call that a loop makes while its connections stand. */
  static long systemCalls(LoopCounters loop) {
    return loop.polls()
        + loop.wakesWritten()
        + loop.changesApplied()
        + loop.arms()
        + loop.reads()
        + loop.writes();
  }

  private static Metric count(String name, ToDoubleFunction<RunOutcome> value) {
    return new Metric(name, value, Numbers::whole, false);
  }

  private static Metric percentile(String name, double percentile) {
    return new Metric(
        name,
        outcome -> (double) outcome.load().roundTrips().getValueAtPercentile(percentile),
        Numbers::micros,
        true);
  }

  private static Metric calmPercentile(String name, double percentile) {
    return new Metric(name, outcome -> calm(outcome.load(), percentile), Numbers::micros, true);
  }

  private static double calm(LoadResult load, double percentile) {
    SeenStalls stalls = load.stalls();
    return stalls == null ? 0 : (double) stalls.calm().getValueAtPercentile(percentile);
  }

  private static Metric counter(String name, ToLongFunction<LoopCounters> counter) {
    return new Metric(
        name,
        outcome -> outcome.gateway() == null ? 0 : counter.applyAsLong(outcome.gateway()),
        Numbers::whole,
        true);
  }
}
