package dev.ioserver.bench.report;

import dev.ioserver.bench.gateway.GatewayBenchmark;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Spread;
import dev.ioserver.bench.run.Target;
import dev.ioserver.bench.run.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The project's targets beside what was found, as text. */
final class TargetRows {

  static final String TITLE = "The project's targets, and what this run found";

  /** To be said before anything is called not met. */
  static final List<String> WHAT_THEY_ARE =
      List.of(
          "A target is an ambition: how good the project would like to be, and meant to be hard.",
          "One that is not met is work to do, and no defect; whether ioserver is ahead of its"
              + " peers",
          "is what the figures of each benchmark say.");

  static final List<String> HEADINGS = List.of("target", "limit", "found", "");

  private static final String NOT_PINNED =
      "no verdict: not pinned, so that a round trip is one on one processor or on two";

  /** Below this an operation makes no system call of its own. */
  private static final double NO_CALLS = 0.01;

  private static final String NO_BYTES = "0 B per operation";

  private TargetRows() {}

  /**
   * Those of which something was measured.
   *
   * @param pinned whether client and server of echoes were each kept where they were
   */
  static List<List<String>> of(List<Outcome> outcomes, boolean pinned) {
    List<List<String>> rows = new ArrayList<>();
    for (Target target : Targets.all()) {
      Spread found = target.found(outcomes);
      if (found.isKnown()) {
        rows.add(
            List.of(
                target.what(),
                target.limitText(),
                target.bottom() == null ? times(found) : Rows.text(found),
                target.isRoundTrip() && !pinned
                    ? NOT_PINNED
                    : target.verdict(found).text() + reserve(target.rounds(outcomes))));
      }
    }
    // Its own looks at the kernel are not the wakers' calls.
    calls(
        "wake an awake loop: calls of write",
        "AwakeBenchmark.wakers1 ",
        outcome -> outcome.systemCallCount("write"),
        outcomes,
        rows);
    calls(
        "interest off and on again: system calls",
        "InterestBenchmark.toggle ",
        Outcome::systemCallCount,
        outcomes,
        rows);
    bytes(outcomes, rows);
    return rows;
  }

  /** Of a round or two nothing can be told about the spread. */
  private static String reserve(int rounds) {
    return switch (rounds) {
      case 1 -> ", in the only round";
      case 2 -> ", in two rounds";
      default -> "";
    };
  }

  private static String times(Spread found) {
    return Session.text(found.median())
        + " ("
        + Session.text(found.least())
        + " to "
        + Session.text(found.most())
        + ")";
  }

  private static void calls(
      String what,
      String name,
      ToDoubleFunction<Outcome> counted,
      List<Outcome> outcomes,
      List<List<String>> rows) {
    for (Outcome outcome : outcomes) {
      double count = counted.applyAsDouble(outcome);
      if (outcome.what().name().startsWith(name) && isOurs(outcome) && !Double.isNaN(count)) {
        rows.add(
            List.of(
                what,
                "0",
                String.format(Locale.ROOT, "%.4f per operation", count),
                count < NO_CALLS ? "met" : "not met"));
        return;
      }
    }
  }

  private static void bytes(List<Outcome> outcomes, List<List<String>> rows) {
    List<Outcome> known =
        outcomes.stream()
            .filter(outcome -> isOurs(outcome) && outcome.allocated().isKnown())
            // It keeps the messages of its sessions, which is an allocation of its own.
            .filter(outcome -> outcome.what().group().type() != GatewayBenchmark.class)
            .toList();
    for (Outcome outcome : known) {
      if (!outcome.allocated().isNothing()) {
        rows.add(
            List.of(
                outcome.what().title() + ": allocation",
                NO_BYTES,
                outcome.allocated() + " B",
                "open: warm-up, or more than that; --seconds tells"));
      }
    }
    long nothing = known.stream().filter(outcome -> outcome.allocated().isNothing()).count();
    if (nothing > 0) {
      rows.add(
          List.of("allocation of ioserver in " + nothing + " benchmarks", NO_BYTES, "0", "met"));
    }
  }

  private static boolean isOurs(Outcome outcome) {
    return outcome.what().isOurs();
  }
}
