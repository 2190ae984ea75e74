package dev.ioserver.bench.run;

import dev.ioserver.bench.echo.EchoLatencyBenchmark;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something the project wants to be true, as a limit to a time or to the ratio of two times.
 *
 * @param what in words
 * @param top the case, by its name, whose time it is
 * @param bottom the case whose time it is divided by; null if the limit is one of nanoseconds
 * @param limit where the line is
 * @param most whether the limit is the most it may be, or the least
 */
public record Target(String what, String top, @Nullable String bottom, double limit, boolean most) {

  /** What the rounds say. */
  public enum Verdict {
    /** Every round is on the right side. */
    MET("met"),
    /** The median is, and some round is not. */
    MET_BY_MEDIAN("met by the median, not by every round"),
    /** Some round is on the right side, but the median is not. */
    MISSED_BY_MEDIAN("not met by the median, but by some round"),
    /** No round is on the right side. */
    MISSED("not met");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** In words. */
    public String text() {
      return text;
    }
  }

  /**
   * Whether it is about echoes one after the other, whose time depends on whether client and server
   * share a processor.
   */
  public boolean isRoundTrip() {
    return top.startsWith(EchoLatencyBenchmark.class.getSimpleName());
  }

  /** The limit in words. */
  public String limitText() {
    String number = String.format(Locale.ROOT, "%.2f", limit).replaceFirst("\\.?0+$", "");
    return (most ? "at most " : "at least ") + number + (bottom == null ? " ns" : "");
  }

  /** What was found: nanoseconds, or ratios within rounds. Unknown if a case did not run. */
  public Spread found(List<Outcome> outcomes) {
    Outcome above = find(outcomes, top);
    if (above == null) {
      return Spread.of(List.of());
    }
    if (bottom == null) {
      return above.spread(Sample::nanos);
    }
    Outcome below = find(outcomes, bottom);
    return below == null ? Spread.of(List.of()) : above.timesAsLongAs(below);
  }

  /** How many rounds there are of it. */
  public int rounds(List<Outcome> outcomes) {
    Outcome above = find(outcomes, top);
    return above == null ? 0 : above.samples().size();
  }

  /** What is to be said of what was found. */
  public Verdict verdict(Spread found) {
    boolean everyRound = isRight(most ? found.most() : found.least());
    boolean someRound = isRight(most ? found.least() : found.most());
    if (isRight(found.median())) {
      return everyRound ? Verdict.MET : Verdict.MET_BY_MEDIAN;
    }
    return someRound ? Verdict.MISSED_BY_MEDIAN : Verdict.MISSED;
  }

  private boolean isRight(double value) {
    return most ? value <= limit : value >= limit;
  }

  private static @Nullable Outcome find(List<Outcome> outcomes, String name) {
    return outcomes.stream()
        .filter(outcome -> outcome.what().name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
