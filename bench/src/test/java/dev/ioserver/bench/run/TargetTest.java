package dev.ioserver.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final Target AT_MOST = new Target("what", "a", "b", 1.1, true);
  private static final Target AT_LEAST = new Target("what", "a", "b", 2, false);

  @Test
  void whatEveryRoundSaysIsSaidWithoutReserve() {
    assertEquals(Target.Verdict.MET, AT_MOST.verdict(new Spread(0.8, 1, 1.1)));
    assertEquals(Target.Verdict.MISSED, AT_MOST.verdict(new Spread(1.2, 1.3, 1.4)));
    assertEquals(Target.Verdict.MET, AT_LEAST.verdict(new Spread(2, 3, 4)));
    assertEquals(Target.Verdict.MISSED, AT_LEAST.verdict(new Spread(1, 1.5, 1.9)));
  }

  @Test
  void aRoundThatDisagreesIsToldOf() {
    assertEquals(Target.Verdict.MET_BY_MEDIAN, AT_MOST.verdict(new Spread(0.8, 1, 1.2)));
    assertEquals(Target.Verdict.MISSED_BY_MEDIAN, AT_MOST.verdict(new Spread(0.8, 1.2, 1.3)));
    assertEquals(Target.Verdict.MET_BY_MEDIAN, AT_LEAST.verdict(new Spread(1, 2, 3)));
    assertEquals(Target.Verdict.MISSED_BY_MEDIAN, AT_LEAST.verdict(new Spread(1, 1.5, 3)));
  }

  @Test
  void limitsAreWrittenOutInFull() {
    assertEquals("at most 1.1", AT_MOST.limitText());
    assertEquals("at least 2", AT_LEAST.limitText());
    assertEquals("at most 100 ns", new Target("what", "a", null, 100, true).limitText());
    assertEquals("at most 1.05 ns", new Target("what", "a", null, 1.05, true).limitText());
  }

  @Test
  void everyTargetNamesCasesOfThePlan() {
    Set<String> names = Plan.cases(Tier.FULL).stream().map(Case::name).collect(Collectors.toSet());
    for (Target target : Targets.all()) {
      assertTrue(names.contains(target.top()), target.top());
      assertTrue(target.bottom() == null || names.contains(target.bottom()), target::what);
    }
  }

  @Test
  void roundTripsAreKnown() {
    for (Target target : Targets.all()) {
      assertEquals(target.what().startsWith("echo, 1 connection, "), target.isRoundTrip());
    }
  }

  @Test
  void aCaseThatDidNotRunIsNoVerdict() {
    assertFalse(AT_MOST.found(List.of()).isKnown());
  }
}
