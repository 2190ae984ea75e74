package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.AvailableEngines;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class SoakCommandTest {

  @ParameterizedTest
  @MethodSource("engines")
  void losesNothing(String engine) {
    CommandRun run = soak("--engine", engine, "--loops", "1");
    assertTrue(run.out().contains("engine " + engine + ", seed 19"), run.out());
    assertTrue(run.out().contains("hand-overs "), "no progress: " + run.out());
  }

  /** A server that runs its own loop, and one of several loops. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void losesNothingWithOtherLoops(String loops) {
    soak("--loops", loops);
  }

  private static CommandRun soak(String... more) {
    String[] args = {
      "soak", "--minutes", "0.05", "--seed", "19", "--rate", "300", "--hand-overs", "40000",
    };
    CommandRun run =
        CommandRun.of(Stream.of(args, more).flatMap(Stream::of).toArray(String[]::new));
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals("", run.err());
    assertEquals(0, run.number("lost"), run.out());
    assertTrue(run.number("connections") > 50, run.out());
    assertTrue(run.number("bytes compared") > 0, run.out());
    assertTrue(run.number("timers expired") > 0, run.out());
    assertTrue(run.number("timers cancelled") > 0, run.out());
    assertTrue(run.number("hand-overs between threads") > 0, run.out());
    assertTrue(run.number("wakes asked of loops") > 0, run.out());
    assertEquals(run.number("connections"), endings(run), run.out());
    for (String row : List.of("descriptors", "heap in use", "resident memory", "slowest")) {
      assertTrue(run.out().contains(row), run.out());
    }
    return run;
  }

  /** The sum of the connections by their ends. */
  private static long endings(CommandRun run) {
    return run.out()
        .lines()
        .filter(line -> line.matches("    (half-closed|closed|reset) .*"))
        .map(line -> line.strip().replaceAll("^.* ", "").replace(",", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  static List<String> engines() {
    return AvailableEngines.names();
  }
}
