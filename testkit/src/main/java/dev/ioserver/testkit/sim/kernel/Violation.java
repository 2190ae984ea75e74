package dev.ioserver.testkit.sim.kernel;

/** Something that must never happen has happened. */
public final class Violation extends AssertionError {

  private static final long serialVersionUID = 1L;

  /** A short name of the rule; a history is shrunk as long as the same rule is broken. */
  private final String rule;

  /** The rule that was broken, and how. */
  public Violation(String rule, String how) {
    super(rule + ": " + how);
    this.rule = rule;
  }

  /** The rule that was broken. */
  public String rule() {
    return rule;
  }
}
