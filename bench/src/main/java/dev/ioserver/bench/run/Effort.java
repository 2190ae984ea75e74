package dev.ioserver.bench.run;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.Pinning;
import java.util.Locale;

/**
 * How much a session spends.
 *
 * @param rounds how often each case is run
 * @param budgetSeconds how long all of it may take; 0 without limit
 * @param secondsPerRun how long each run warms up and measures; 0 for what the budget allows
 * @param countSystemCalls whether they are counted, by one more iteration in the first round
 * @param serverIdle what {@link Idle#parse} takes, for the servers of this project
 * @param pin what {@link Pinning#parse} takes, for clients and servers of echoes
 */
public record Effort(
    int rounds,
    int budgetSeconds,
    double secondsPerRun,
    boolean countSystemCalls,
    String serverIdle,
    String pin) {

  /** In words, for so many cases. */
  public String describe(int cases) {
    String each =
        secondsPerRun > 0
            ? String.format(Locale.ROOT, "%.1f s each and what it takes to start", secondsPerRun)
            : budgetSeconds > 0 ? "within " + budgetSeconds + " s" : "at length";
    return cases + " cases, " + rounds + " rounds" + ": " + cases * rounds + " runs, " + each;
  }

  /** What a tier spends. */
  public static Effort of(Tier tier) {
    return new Effort(tier.rounds(), tier.budgetSeconds(), 0, true, "park", Pinning.APART);
  }
}
