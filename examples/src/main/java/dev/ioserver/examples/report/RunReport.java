package dev.ioserver.examples.report;

import dev.ioserver.examples.gateway.load.LoadResult.SeenStalls;
import dev.ioserver.examples.gateway.load.WarmUp;
import dev.ioserver.examples.machine.Collections;
import dev.ioserver.examples.machine.StallWatch;
import java.util.List;
import java.util.stream.Collectors;

/** The table at the end of one run. */
public final class RunReport {

  private RunReport() {}

  /** The table. */
  public static String of(RunOutcome outcome) {
    TextTable table = new TextTable();
    WarmUp warmUp = outcome.load().warmUp();
    table.row(
        warmUp.quiet() ? "warm-up, until the compilers were quiet" : "warm-up, up to its limit",
        Numbers.seconds((double) warmUp.nanos()));
    table.gap();
    rows(table, outcome, Metric.ORDERS);
    table.gap();
    rows(table, outcome, Metric.SPEED);
    table.gap();
    SeenStalls stalls = outcome.load().stalls();
    if (stalls == null) {
      table.row("round trip " + measuredFrom(outcome));
      rows(table, outcome, Metric.ROUND_TRIPS);
    } else {
      roundTrips(table, outcome, stalls);
    }
    if (outcome.gateway() != null) {
      table.gap().row("event loops of the gateway (" + outcome.engine() + ")", "", "per order");
      for (Metric metric : Metric.LOOPS) {
        double value = metric.of(outcome);
        table.row(metric.name(), metric.text(value), Numbers.perOrder(outcome.perOrder(value)));
      }
    }
    return table + Remarks.of(outcome.load());
  }

  /** All of them, and those that met no stall of the machine. */
  private static void roundTrips(TextTable table, RunOutcome outcome, SeenStalls stalls) {
    table.row("round trip " + measuredFrom(outcome), "all", "met no stall");
    for (int i = 0; i < Metric.ROUND_TRIPS.size(); i++) {
      Metric all = Metric.ROUND_TRIPS.get(i);
      Metric calm = Metric.CALM_ROUND_TRIPS.get(i);
      table.row(all.name(), all.text(all.of(outcome)), calm.text(calm.of(outcome)));
    }
    table.row(
        "orders",
        Numbers.count(outcome.load().roundTrips().getTotalCount()),
        Numbers.count(stalls.calm().getTotalCount()));
    String least = Numbers.millis((double) StallWatch.leastNanos());
    table.gap().row("stalls of " + least + " or more", Numbers.count(stalls.seen().count()));
    if (stalls.seen().count() > 0) {
      table.row(
          "  the longest",
          stalls.seen().longestNanos().stream()
              .map(nanos -> Numbers.millis((double) nanos))
              .collect(Collectors.joining(", ")));
    }
    Collections collections = stalls.collections();
    table.row(
        "  collections of garbage here",
        Numbers.count(collections.count()),
        collections.count() == 0 ? "" : collections.millis() + " ms in all");
  }

  static String measuredFrom(RunOutcome outcome) {
    return outcome.load().rate() == 0
        ? "from when an order was sent"
        : "from when an order was due";
  }

  private static void rows(TextTable table, RunOutcome outcome, List<Metric> metrics) {
    metrics.forEach(metric -> table.row(metric.name(), metric.text(metric.of(outcome))));
  }
}
