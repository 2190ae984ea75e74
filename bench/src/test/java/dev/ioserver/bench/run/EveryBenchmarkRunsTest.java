package dev.ioserver.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.peer.Peers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every benchmark runs with every peer, in this JVM and for a moment: whether it works, not how
 * fast it is.
 */
class EveryBenchmarkRunsTest {

  @Test
  void thePlanHasAllBenchmarksAndNoOthers() {
    Set<String> existing =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(
                    new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                    VerboseMode.SILENT),
                java.util.List.of())
            .stream()
            .map(entry -> entry.getUsername())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> planned =
        Plan.cases(Tier.FULL).stream()
            .map(Case::benchmark)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(existing, planned);
  }

  @TestFactory
  Stream<DynamicTest> everyPeerInEveryBenchmark() {
    Map<String, Case> firstOfEach = new LinkedHashMap<>();
    for (Case each : Plan.cases(Tier.FULL)) {
      // Sizes are left to the measurements; what changes the way is not.
      String way =
          Stream.of("wakers", "server", "client")
              .map(name -> each.variant().get(name))
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
      firstOfEach.putIfAbsent(each.benchmark() + " " + each.peer() + " " + way, each);
    }
    return firstOfEach.values().stream()
        .filter(each -> !Session.isWakeInC(each))
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> runs(each)));
  }

  private static void runs(Case what) throws Exception {
    String cause = Peers.unavailabilityCause(what.peer());
    assumeTrue(cause == null, () -> what.peer() + ": " + cause);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Collection<RunResult> results = run(what, said);
    assertFalse(results.isEmpty(), () -> said.toString(StandardCharsets.UTF_8));
  }

  private static Collection<RunResult> run(Case what, ByteArrayOutputStream said) throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(what.benchmark()) + "$")
            .param("peer", what.peer())
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(10))
            .shouldFailOnError(true);
    what.variant().forEach(options::param);
    if (what.group().figure().isOwn()) {
      options.param("millis", "20");
    }
    PrintStream terminal = System.out;
    try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      return new Runner(options.build()).run();
    } finally {
      System.setOut(terminal);
    }
  }

  @Test
  void systemCallsAreCounted() throws IOException {
    String cause = SyscallCounter.unavailabilityCause();
    assumeTrue(cause == null, cause);
    SyscallCounter counter = SyscallCounter.start();
    int calls = 1000;
    for (int i = 0; i < calls; i++) {
      // Each asks the kernel.
      java.nio.file.Files.exists(java.nio.file.Path.of("/"));
    }
    Map<String, Long> counts = counter.stop();
    long all = counts.getOrDefault(SyscallProfiler.ALL, 0L);
    assertFalse(all < calls, () -> "of at least " + calls + " it saw " + counts);
  }
}
