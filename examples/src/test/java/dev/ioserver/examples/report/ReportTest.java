package dev.ioserver.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.load.LoadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000, 123_456, 100_000_000_000L})
  void plotIsXmlForAnyData(long nanos, @TempDir Path folder) throws Exception {
    Map<String, Histogram> series = new LinkedHashMap<>();
    series.put("<fast> & \"new\"", histogram(nanos));
    series.put("empty", new Histogram(3));
    Path file = folder.resolve("plot.svg");
    PercentilePlot.write(file, "a < b", series);
    var root =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertEquals("svg", root.getTagName());
    assertEquals(2, root.getElementsByTagName("polyline").getLength());
    assertTrue(!Files.readString(file).contains("NaN") && !Files.readString(file).contains("Inf"));
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
        load.engine(), 2, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1_000_000_000, load.roundTrips());
  }

  private static LoadResult result(String engine, Histogram histogram, long lost, long unsent) {
    return new LoadResult(
        engine, 1, 1, 1, 0, 0, 0, 0, 1, lost, unsent, 0, 0, 1_000_000_000, histogram);
  }
}
