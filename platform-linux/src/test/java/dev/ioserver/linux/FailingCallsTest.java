package dev.ioserver.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.linux.FailingCallsTable.Outcome;
import dev.ioserver.linux.FailingCallsTable.Row;
import dev.ioserver.linux.FailingCallsTable.Site;
import dev.ioserver.testkit.fixture.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call of the data path fails with each errno that it may have, in a server under load: first
 * one at a time, then in mixtures. The engine does what {@link FailingEngine} says; all other
 * connections are correct; afterwards nothing spins and nothing is left.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingCallsTest {

  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");

  /** Problems after which no more are looked for. */
  private static final int ENOUGH = 30;

  private static final int MIXTURES = STRESS ? 60 : 3;
  private static final int MIXTURE_MILLIS = STRESS ? 5_000 : 700;

  @TempDir private Path folder;

  static Stream<Arguments> enginesAndShapes() {
    return Stream.of(FailingEngine.values())
        .flatMap(engine -> Stream.of(Shape.values()).map(shape -> Arguments.of(engine, shape)));
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void everyErrnoOfEveryCall(FailingEngine engine, Shape shape) throws Exception {
    try (FailingRun run = start(engine, shape);
        FailingLoad load = new FailingLoad(run)) {
      FailingRows rows = new FailingRows(run);
      Site before = null;
      for (Row row : engine.rows()) {
        assertTrue(run.problems.size() < ENOUGH, () -> String.join("\n", run.problems));
        if (row.site() != before || STRESS) {
          load.pause();
          run.atRest(before + " rows");
          load.goOn();
        }
        before = row.site();
        rows.check(row);
      }
      rows.failForGood();
      load.pause();
      run.atRest("all rows");
      for (Row row : rows.rows(Outcome.FAILS_LOOP)) {
        run.attempt(row.toString(), () -> rows.failsLoop(row));
      }
      run.atRest("loops that failed");
      run.end();
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void mixturesOfErrnos(FailingEngine engine, Shape shape) throws Exception {
    try (FailingRun run = start(engine, shape)) {
      try (FailingLoad load = new FailingLoad(run)) {
        for (int i = 0; i < MIXTURES && run.problems.isEmpty(); i++) {
          new FailingMixture(run, MIXTURE_MILLIS).run(run.seed + i);
          load.pause();
          run.fresh(20);
          run.atRest("the mixture of seed " + (run.seed + i));
          load.goOn();
        }
      }
      run.end();
    }
  }

  /** Each row is in the document, and each line of the document's table is one of the rows. */
  @ParameterizedTest
  @EnumSource
  void documentHasTheTable(FailingEngine engine) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("docs")) ? here : here.getParent();
    String heading = engine.heading();
    List<String> table = null;
    try (Stream<Path> documents = Files.list(root.resolve("docs"))) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        List<String> lines = Files.readAllLines(document);
        int at = lines.indexOf(heading);
        if (at >= 0) {
          assertEquals(null, table, "two documents with '" + heading + "'");
          table =
              lines.stream()
                  .skip(at)
                  .dropWhile(line -> !line.startsWith("|"))
                  .takeWhile(line -> line.startsWith("|"))
                  .toList();
        }
      }
    }
    assertEquals(
        String.join("\n", FailingCallsTable.lines(engine)),
        table == null ? "no document with '" + heading + "'" : String.join("\n", table));
  }

  private FailingRun start(FailingEngine engine, Shape shape) throws Exception {
    Path library = FailingCalls.compile("failing_calls", folder);
    if (library == null) {
      System.out.println("!! SKIPPED [" + engine + "] FailingCallsTest there is no C compiler");
      Assumptions.abort("no C compiler");
    }
    long seed = Long.getLong("ioserver.seed", System.nanoTime());
    System.out.println("FailingCallsTest " + engine + " " + shape + " -Dioserver.seed=" + seed);
    return new FailingRun(engine, shape, seed, library, folder);
  }
}
