package dev.ioserver.examples.report;

import java.util.List;

/** The table at the end of one run. */
public final class RunReport {

  private RunReport() {}

  /** The table. */
  public static String of(RunOutcome outcome) {
    TextTable table = new TextTable();
    rows(table, outcome, Metric.ORDERS);
    table.gap();
    rows(table, outcome, Metric.SPEED);
    table.gap().row("round trip " + measuredFrom(outcome));
    rows(table, outcome, Metric.ROUND_TRIPS);
    if (outcome.gateway() != null) {
      table.gap().row("event loops of the gateway (" + outcome.engine() + ")", "", "per order");
      for (Metric metric : Metric.LOOPS) {
        double value = metric.of(outcome);
        table.row(metric.name(), metric.text(value), Numbers.perOrder(outcome.perOrder(value)));
      }
    }
    return table + Remarks.of(outcome.load());
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
