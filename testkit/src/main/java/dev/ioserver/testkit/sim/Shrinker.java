package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a run that breaks a rule as short as it goes: leaves out steps and faults one after the
 * other, as long as the same rule is broken.
 */
final class Shrinker {

  private static final int MOST_RUNS = 3_000;

  private final Plan plan;
  private final String rule;
  private final Set<Fault> faults;
  private final Set<String> suppressed = new HashSet<>();
  private List<Step> steps;
  private int runs;

  private Shrinker(Plan plan, Set<Fault> faults, String rule) {
    this.plan = plan;
    this.faults = EnumSet.copyOf(faults);
    this.rule = rule;
    this.steps = plan.steps();
  }

  /** The shortest run of a plan that was found to break a rule, with its history. */
  static Outcome shrink(Plan plan, Set<Fault> faults, String rule) {
    Shrinker shrinker = new Shrinker(plan, faults, rule);
    shrinker.shrink();
    return new Simulation(plan, shrinker.steps, shrinker.faults, shrinker.suppressed, true).run();
  }

  private void shrink() {
    int before;
    do {
      before = steps.size() + faults.size();
      dropFaults();
      dropSteps();
    } while (before > steps.size() + faults.size() && runs < MOST_RUNS);
    dropSingleFaults();
    dropSteps();
  }

  private void dropFaults() {
    for (Fault fault : Fault.all()) {
      if (faults.remove(fault) && !breaks(steps)) {
        faults.add(fault);
      }
    }
  }

  private void dropSteps() {
    for (int size = steps.size() / 2; size > 0; size /= 2) {
      for (int at = steps.size() - size; at >= 0; at -= size) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(at, at + size).clear();
        if (breaks(fewer)) {
          steps = fewer;
          at = Math.min(at, steps.size());
        }
      }
    }
  }

  private void dropSingleFaults() {
    Outcome outcome = new Simulation(plan, steps, faults, suppressed, false).run();
    for (String fault : outcome.fired().keySet()) {
      if (suppressed.add(fault) && !breaks(steps)) {
        suppressed.remove(fault);
      }
    }
  }

  private boolean breaks(List<Step> candidate) {
    if (++runs > MOST_RUNS) {
      return false;
    }
    return rule.equals(new Simulation(plan, candidate, faults, suppressed, false).run().rule());
  }
}
