package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Sample;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What both the table and the page show, as text. */
final class Rows {

  static final List<String> HEADINGS =
      List.of("peer", "time/op", "rounds", "p99", "x ioserver's", "syscalls/op", "B/op");

  /** What hides behind the headings. */
  static final List<String> LEGENDS =
      List.of(
          "who does it",
          "time of an operation: median of the rounds; less is better",
          "the fastest and the slowest round",
          "99th percentile of single operations, where they are timed one by one",
          "the peer's time divided by ioserver's in the same round: median, least to most;"
              + " above 1 the peer takes longer",
          "system calls of the whole process for each operation, counted by the kernel",
          "bytes allocated by the whole JVM for each operation; less than 512 KB in an iteration is"
              + " what the harness itself allocates, and shown as 0 with the bound");

  private Rows() {}

  /** Outcomes that are compared with each other, by their title. */
  static Map<String, List<Outcome>> groups(List<Outcome> outcomes) {
    return outcomes.stream()
        .collect(
            Collectors.groupingBy(
                outcome -> outcome.what().title(), LinkedHashMap::new, Collectors.toList()));
  }

  static List<String> cells(Outcome outcome, List<Outcome> group) {
    if (outcome.samples().isEmpty()) {
      return List.of(outcome.what().peer(), "none: " + outcome.cause(), "", "", "", "", "");
    }
    Spread time = outcome.spread(Sample::nanos);
    Spread p99 = outcome.spread(Sample::p99Nanos);
    return List.of(
        outcome.what().peer(),
        Session.text(time.median()),
        Session.text(time.least()) + " to " + Session.text(time.most()),
        Session.text(p99.median()),
        ratioText(outcome, group),
        outcome.systemCalls(),
        outcome.allocated().toString());
  }

  /** The ratio to ours, or null for ours itself and where there is nothing to compare with. */
  static @Nullable Spread ratio(Outcome outcome, List<Outcome> group) {
    for (Outcome other : group) {
      if (other.what().isOurs() && other != outcome) {
        Spread ratio = outcome.timesAsLongAs(other);
        return ratio.isKnown() ? ratio : null;
      }
    }
    return null;
  }

  /** A ratio with its spread. */
  static String text(Spread ratio) {
    return number(ratio.median())
        + " ("
        + number(ratio.least())
        + " to "
        + number(ratio.most())
        + ")";
  }

  private static String ratioText(Outcome outcome, List<Outcome> group) {
    if (outcome.what().isOurs()) {
      return "1";
    }
    Spread ratio = ratio(outcome, group);
    return ratio == null ? "" : text(ratio);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
