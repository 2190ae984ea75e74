package dev.ioserver.bench.report;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Sample;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What both the table and the page show, as text. */
final class Rows {

  static final List<String> HEADINGS =
      List.of("peer", "time", "least to most", "p99", "times ioserver's", "syscalls/op", "B/op");

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
    Spread bytes = outcome.spread(Sample::allocatedBytes);
    return List.of(
        outcome.what().peer(),
        Session.text(time.median()),
        Session.text(time.least()) + " to " + Session.text(time.most()),
        Session.text(p99.median()),
        ratio(outcome, group),
        outcome.systemCalls(),
        bytes.isKnown() ? String.format(Locale.ROOT, "%.1f", bytes.median()) : "");
  }

  private static String ratio(Outcome outcome, List<Outcome> group) {
    for (Outcome other : group) {
      if (other.what().peer().equals(Peers.IOSERVER) && other != outcome) {
        Spread ratio = outcome.timesAsLongAs(other);
        return ratio.isKnown()
            ? String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", ratio.median(), ratio.least(), ratio.most())
            : "";
      }
    }
    return "";
  }
}
