package dev.ioserver.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several engines side by side: medians over the rounds, and the ratio of the first engine to each
 * other one as the median over the rounds, with the smallest and the largest, since only runs of
 * one round met the same machine.
 */
public final class CompareReport {

  private final List<List<RunOutcome>> rounds;

  /**
   * A comparison.
   *
   * @param rounds for each round a run of every engine, always in the same order; at least one
   */
  public CompareReport(List<List<RunOutcome>> rounds) {
    this.rounds = rounds.stream().map(List::copyOf).toList();
  }

  @Override
  public String toString() {
    TextTable table = new TextTable();
    table.row(header());
    rows(table, Metric.ORDERS);
    table.gap();
    rows(table, Metric.SPEED);
    table.gap().row("round trip " + RunReport.measuredFrom(rounds.getFirst().getFirst()));
    rows(table, Metric.ROUND_TRIPS);
    boolean watched =
        rounds.stream().flatMap(List::stream).allMatch(each -> each.load().stalls() != null);
    if (watched) {
      table.gap().row("round trips that met no stall");
      rows(table, Metric.CALM_ROUND_TRIPS);
    }
    table.gap().row("event loops of the gateway");
    rows(table, Metric.LOOPS);
    StringBuilder text = new StringBuilder(table.toString());
    for (List<RunOutcome> round : rounds) {
      round.forEach(outcome -> text.append(Remarks.of(outcome.load())));
    }
    return text.toString();
  }

  private List<String> header() {
    List<RunOutcome> engines = rounds.getFirst();
    String first = engines.getFirst().engine();
    return Stream.of(
            Stream.of("median of " + rounds.size() + (rounds.size() == 1 ? " round" : " rounds")),
            engines.stream().map(RunOutcome::engine),
            engines.stream().skip(1).map(other -> first + "/" + other.engine()))
        .flatMap(cells -> cells)
        .toList();
  }

  private void rows(TextTable table, List<Metric> metrics) {
    for (Metric metric : metrics) {
      List<String> cells = new ArrayList<>();
      cells.add(metric.name());
      int engines = rounds.getFirst().size();
      for (int engine = 0; engine < engines; engine++) {
        int i = engine;
        double[] values = rounds.stream().mapToDouble(round -> metric.of(round.get(i))).toArray();
        cells.add(metric.text(median(values)));
      }
      if (metric.compared()) {
        IntStream.range(1, engines).forEach(other -> cells.add(ratio(metric, other)));
      }
      table.row(cells);
    }
  }

  private String ratio(Metric metric, int other) {
    double[] ratios =
        rounds.stream()
            .mapToDouble(round -> metric.of(round.getFirst()) / metric.of(round.get(other)))
            .filter(Double::isFinite)
            .toArray();
    String middle = Numbers.ratio(median(ratios));
    if (ratios.length < 2) {
      return middle;
    }
    DoubleSummaryStatistics all = Arrays.stream(ratios).summaryStatistics();
    return middle + " (" + Numbers.ratio(all.getMin()) + " to " + Numbers.ratio(all.getMax()) + ")";
  }

  /** The middle one, or the mean of the two in the middle; not a number if there is none. */
  static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
