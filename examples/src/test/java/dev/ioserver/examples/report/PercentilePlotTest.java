package dev.ioserver.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

class PercentilePlotTest {

  @BeforeAll
  static void needsFonts() {
    String cause = Fonts.unavailabilityCause();
    assumeTrue(cause == null, () -> "PLOTS ARE NOT TESTED HERE: " + cause);
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
    assertEquals("a < b", root.getElementsByTagName("title").item(0).getTextContent());
    String text = Files.readString(file);
    assertTrue(text.contains("rgb(27,108,168)"), "the first series has no line");
    assertFalse(text.contains("NaN") || text.contains("Inf"), text);
  }

  @Test
  void eachNineIsAsWideAsTheOneBefore() {
    Histogram nanos = new Histogram(3);
    for (int i = 1; i <= 10_000; i++) {
      nanos.recordValue(i * 1_000L);
    }
    XYChart chart = PercentilePlot.chart("", Map.of("a", nanos));
    double[] x = chart.getSeriesMap().get("a").getXData();
    double[] y = chart.getSeriesMap().get("a").getYData();
    assertEquals(0, x[0], 1e-9);
    assertEquals(4, x[x.length - 1], 1e-9, "one of 10,000 is beyond four nines");
    assertEquals(0, y[0], 0.01, "1 us");
    assertEquals(4, y[y.length - 1], 0.01, "10 ms");
    for (int i = 0; i < x.length; i++) {
      double part = Math.pow(10, y[i]) / 10_000;
      assertTrue(x[i] >= 4 || Math.abs(1 - Math.pow(10, -x[i]) - part) < 0.002, x[i] + ": " + part);
    }
  }

  @Test
  void ticksAreNamedByPercentilesAndUnits() {
    Histogram nanos = histogram(5_000);
    var styler = PercentilePlot.chart("", Map.of("a", nanos)).getStyler();
    var percent = styler.getxAxisTickLabelsFormattingFunction();
    assertEquals(
        List.of("0%", "90%", "99%", "99.9%", "99.9999%", " "),
        List.of(0.0, 1.0, 2.0, 3.0, 6.0, 1.5).stream().map(percent).toList());
    var time = styler.getyAxisTickLabelsFormattingFunction();
    assertEquals(
        List.of("0.001 us", "1 us", "100 us", "1 ms", "10 s", " "),
        List.of(-3.0, 0.0, 2.0, 3.0, 7.0, 0.5).stream().map(time).toList());
  }

  private static Histogram histogram(long nanos) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(nanos);
    return histogram;
  }
}
