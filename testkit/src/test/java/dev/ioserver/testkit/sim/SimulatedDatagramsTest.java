package dev.ioserver.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.testkit.sim.kernel.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Datagram ports over a simulated kernel: nothing is lost within the engine, what the kernel drops
 * is counted exactly, and nobody gets more than the credit that was given.
 */
class SimulatedDatagramsTest {

  private static final int NEW_SEEDS = 150;
  private static final int STRESS_SEEDS = 20_000;

  @Test
  void newSeedsBreakNoRule() {
    Long asked = Long.getLong(Simulations.SEED);
    if (asked != null) {
      DatagramSimulation.check(asked);
      return;
    }
    long first = System.nanoTime();
    System.out.println("[sim] datagrams, seeds from " + first);
    int seeds = Boolean.getBoolean("ioserver.stress") ? STRESS_SEEDS : NEW_SEEDS;
    LongStream.range(first, first + seeds).forEach(DatagramSimulation::check);
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (long seed = 1; seed <= 20; seed++) {
      List<String> history = DatagramSimulation.run(seed, Fault.all(), true).history();
      assertFalse(history.isEmpty());
      assertEquals(
          history, DatagramSimulation.run(seed, Fault.all(), true).history(), "seed " + seed);
    }
  }

  /** The runs meet what they are for, or their rules say nothing. */
  @Test
  void everythingHappensThatIsToHappen() {
    Set<String> faults = new TreeSet<>();
    Set<String> lines = new TreeSet<>();
    for (long seed = 1; seed <= 60; seed++) {
      Outcome outcome = DatagramSimulation.run(seed, Fault.all(), true);
      assertTrue(outcome.isGood(), "seed " + seed + ": " + outcome.cause());
      outcome.fired().values().forEach(fault -> faults.add(fault.name()));
      outcome.history().stream()
          .map(line -> line.replaceAll("[^A-Za-z: ]", "").trim())
          .forEach(lines::add);
    }
    for (Fault fault :
        List.of(
            Fault.LOST_DATAGRAM,
            Fault.DOUBLED_DATAGRAM,
            Fault.LATE_DATAGRAM,
            Fault.NO_BUFFERS_READ,
            Fault.NO_BUFFERS_WRITE,
            Fault.SHORT_WRITE)) {
      assertTrue(faults.contains(fault.name()), fault + " is not among " + faults);
    }
    String all = lines.stream().collect(Collectors.joining("\n"));
    for (String word : List.of("dropped:", "arrived:", "nobody is there:", "ECONNREFUSED")) {
      assertTrue(all.contains(word), word + " never happened");
    }
  }

  /** A kernel that loses events must be found out, or the rules have gone blind. */
  @Test
  void lostEventsAreFound() {
    EnumSet<Fault> faults = EnumSet.of(Fault.LOST_EVENT);
    assertTrue(
        LongStream.range(1, 300)
            .anyMatch(seed -> !DatagramSimulation.run(seed, faults, false).isGood()));
  }
}
