package dev.ioserver.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

  /** What starting a JVM and JMH in it takes, and the least that is worth measuring, in seconds. */
  private static final double LEAST_PER_RUN = 1.5;

  @Test
  void tiersHaveTimeForTheirRuns() {
    for (Tier tier : List.of(Tier.QUICK, Tier.DEFAULT)) {
      int runs = Plan.cases(tier).size() * tier.rounds();
      assertTrue(
          runs * LEAST_PER_RUN <= tier.budgetSeconds(),
          () -> runs + " runs in " + tier.budgetSeconds() + " s");
    }
  }

  @Test
  void aTierContainsThoseBeforeIt() {
    Set<String> all = names(Tier.FULL);
    assertTrue(all.containsAll(names(Tier.DEFAULT)));
    assertTrue(names(Tier.DEFAULT).containsAll(names(Tier.QUICK)));
  }

  @Test
  void noCaseIsThereTwice() {
    assertEquals(Plan.cases(Tier.FULL).size(), names(Tier.FULL).size());
  }

  @Test
  void everyComparisonHasOursInEveryTier() {
    for (Tier tier : Tier.values()) {
      Set<String> titles = new HashSet<>();
      Set<String> ours = new HashSet<>();
      for (Case each : Plan.cases(tier)) {
        titles.add(each.title());
        if (each.isOurs()) {
          ours.add(each.title());
        }
      }
      assertEquals(titles, ours);
    }
  }

  private static Set<String> names(Tier tier) {
    Set<String> names = new HashSet<>();
    Plan.cases(tier).forEach(each -> names.add(each.name()));
    return names;
  }
}
