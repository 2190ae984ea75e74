package dev.ioserver.bench.run;

/** How much is measured. Each tier contains those before it. */
public enum Tier {
  /** The claims, against the peers that matter most: two minutes. */
  QUICK(110, 2),
  /** Every benchmark, against most peers: less than ten minutes. */
  DEFAULT(540, 3),
  /** Everything with everybody, and long enough to be quoted: hours. */
  FULL(0, 5);

  private final int budgetSeconds;
  private final int rounds;

  Tier(int budgetSeconds, int rounds) {
    this.budgetSeconds = budgetSeconds;
    this.rounds = rounds;
  }

  /** Seconds that it may take; 0 without limit. */
  public int budgetSeconds() {
    return budgetSeconds;
  }

  /** How often each case is run, in a JVM of its own each time. */
  public int rounds() {
    return rounds;
  }

  boolean contains(Tier other) {
    return other.compareTo(this) <= 0;
  }
}
