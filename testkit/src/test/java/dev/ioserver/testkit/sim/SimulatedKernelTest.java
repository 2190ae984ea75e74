package dev.ioserver.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.testkit.sim.kernel.Fault;
import dev.ioserver.testkit.sim.kernel.SimEngine;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The engine over a simulated kernel: new seeds in each build, and all that once failed. */
class SimulatedKernelTest {

  private static final int NEW_SEEDS = 400;

  /** With -Pstress: for how long new seeds are run. */
  private static final Duration STRESS =
      Duration.ofMinutes(Long.getLong("ioserver.sim.minutes", 30));

  @Test
  void newSeedsBreakNoRule() {
    Long asked = Long.getLong(Simulations.SEED);
    if (asked != null) {
      System.out.println(String.join("\n", Simulations.history(asked)));
      Simulations.check(asked);
      return;
    }
    long first = System.nanoTime();
    System.out.println("[sim] seeds from " + first);
    if (Boolean.getBoolean("ioserver.stress")) {
      long seed = first;
      while (System.nanoTime() - first < STRESS.toNanos()) {
        Simulations.check(seed++);
      }
      System.out.println("[sim] " + (seed - first) + " seeds");
    } else {
      LongStream.range(first, first + NEW_SEEDS).forEach(Simulations::check);
    }
  }

  @TestFactory
  Stream<DynamicTest> seedsThatOnceFailedBreakNoRule() throws Exception {
    return committed().stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line, () -> Simulations.check(Long.parseLong(line.split(" ", 2)[0]))));
  }

  private static List<String> committed() throws Exception {
    try (InputStream seeds = SimulatedKernelTest.class.getResourceAsStream("seeds.txt")) {
      return new String(seeds.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (long seed = 1; seed <= 20; seed++) {
      List<String> history = Simulations.history(seed);
      assertFalse(history.isEmpty());
      assertEquals(history, Simulations.history(seed), "seed " + seed);
    }
  }

  /** A kernel that loses events must be found out, or the rules have gone blind. */
  @Test
  void lostEventsAreFoundAndTheHistoryIsShort() {
    EnumSet<Fault> faults = EnumSet.of(Fault.LOST_EVENT);
    long seed =
        LongStream.range(1, 200)
            .filter(candidate -> !Simulations.run(candidate, faults).isGood())
            .findFirst()
            .orElseThrow();
    String report =
        assertThrows(AssertionError.class, () -> Simulations.check(seed, faults)).getMessage();
    assertTrue(report.startsWith(Simulations.replay(seed)), report);
    assertTrue(report.lines().count() < 60, report);
  }

  @Test
  void nobodyElseGetsTheSimulatedKernel() {
    IoServerOptions options = IoServerOptions.defaults().engine(SimEngine.NAME);
    assertThrows(EngineUnavailableException.class, () -> IoServer.open(options));
  }
}
