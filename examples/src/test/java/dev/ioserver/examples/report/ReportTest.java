package dev.ioserver.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.WarmUp;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void columnsAreAligned() {
    String table = new TextTable().row("a", "1").gap().row("long name", "1,000", "x").toString();
    assertEquals(
        """
          a              1

          long name  1,000  x
        """,
        table.replace(System.lineSeparator(), "\n"));
  }

  @Test
  void medians() {
    assertEquals(2, CompareReport.median(new double[] {3, 1, 2}));
    assertEquals(2.5, CompareReport.median(new double[] {4, 1, 2, 3}));
    assertTrue(Double.isNaN(CompareReport.median(new double[0])));
  }

  @Test
  void ratiosAreOfRunsInTheSameRound() {
    // A machine that becomes ten times slower: the ratio is 1/2 all the same.
    String report =
        new CompareReport(
                List.of(
                    List.of(outcome("a", 1_000), outcome("b", 2_000)),
                    List.of(outcome("a", 10_000), outcome("b", 20_000)),
                    List.of(outcome("a", 10_000), outcome("b", 20_000))))
            .toString();
    String p50 = report.lines().filter(line -> line.strip().startsWith("p50")).findFirst().get();
    assertTrue(p50.strip().matches("p50 +10.0 us +20.0 us +0.50 \\(0.50 to 0.50\\)"), p50);
  }

  @Test
  void remarksSayWhatWentWrong() {
    LoadResult bad = result("a", histogram(1), 3, 5);
    assertTrue(Remarks.of(bad).contains("3 orders were never answered"));
    assertTrue(Remarks.of(bad).contains("5 orders were due"));
    LoadResult good = result("a", histogram(1), 0, 0);
    assertEquals("", Remarks.of(good));
    assertTrue(Remarks.of(slow(good)).contains("choose a lower --rate"));
  }

  private static RunOutcome outcome(String engine, long nanos) {
    return new RunOutcome(result(engine, histogram(nanos), 0, 0), null, 0);
  }

  private static Histogram histogram(long nanos) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(nanos);
    return histogram;
  }

  private static LoadResult slow(LoadResult load) {
    return new LoadResult(
        load.engine(),
        2,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        0,
        1_000_000_000,
        load.roundTrips(),
        load.warmUp(),
        null);
  }

  private static LoadResult result(String engine, Histogram histogram, long lost, long unsent) {
    return new LoadResult(
        engine,
        1,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        lost,
        unsent,
        0,
        0,
        1_000_000_000,
        histogram,
        new WarmUp(0, false),
        null);
  }
}
