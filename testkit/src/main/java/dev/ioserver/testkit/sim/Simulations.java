package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the engine over a simulated kernel, one run for each seed.
 *
 * <p>For one thread at a time.
 */
public final class Simulations {

  /** The system property that replays a seed. */
  public static final String SEED = "ioserver.sim.seed";

  /** Faults that the engine does not bear yet. */
  private static final Set<Fault> NOT_YET = EnumSet.noneOf(Fault.class);

  private Simulations() {}

  /** What becomes of a seed. */
  public static Outcome run(long seed) {
    return run(seed, faults());
  }

  static Outcome run(long seed, Set<Fault> faults) {
    Plan plan = new Plan(seed);
    return new Simulation(plan, plan.steps(), faults, Set.of(), false).run();
  }

  /**
   * Runs a seed, and fails with its shortest history if it breaks a rule.
   *
   * @throws AssertionError with what a person needs: how to replay it, the rule, and the history
   */
  public static void check(long seed) {
    check(seed, faults());
  }

  static void check(long seed, Set<Fault> faults) {
    Outcome outcome = run(seed, faults);
    String rule = outcome.rule();
    if (rule != null) {
      throw new AssertionError(
          report(seed, Shrinker.shrink(new Plan(seed), faults, rule)), outcome.cause());
    }
  }

  /** All that happens in a seed, line by line. */
  public static List<String> history(long seed) {
    Plan plan = new Plan(seed);
    return new Simulation(plan, plan.steps(), faults(), Set.of(), true).run().history();
  }

  private static Set<Fault> faults() {
    Set<Fault> faults = EnumSet.copyOf(Fault.all());
    faults.removeAll(NOT_YET);
    return faults;
  }

  /** The line that replays a seed. */
  public static String replay(long seed) {
    return "replay: -D" + SEED + "=" + seed;
  }

  private static String report(long seed, Outcome shortest) {
    Plan plan = new Plan(seed);
    List<String> lines = new ArrayList<>();
    lines.add(replay(seed));
    lines.add(
        "broken: "
            + shortest.cause()
            + " ("
            + (plan.edges ? "edges" : "levels")
            + ", "
            + plan.servers
            + " servers)");
    lines.addAll(plan.describe());
    lines.add("faults: " + shortest.fired());
    lines.addAll(shortest.history());
    return String.join("\n", lines);
  }
}
