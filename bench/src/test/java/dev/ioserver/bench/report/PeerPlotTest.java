package dev.ioserver.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.bench.run.Spread;
import dev.ioserver.examples.report.Fonts;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PeerPlotTest {

  private static final String OURS = "rgb(217,98,30)";

  @BeforeAll
  static void needsFonts() {
    String cause = Fonts.unavailabilityCause();
    assumeTrue(cause == null, () -> "PLOTS ARE NOT TESTED HERE: " + cause);
  }

  @Test
  void nothingMeasuredIsNothingDrawn() throws Exception {
    assertEquals("", PeerPlot.svg(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 12, 30})
  void everyPeerHasItsLineWithItsNameAndItsMedian(int peers) throws Exception {
    Map<String, Spread> times = new LinkedHashMap<>();
    for (int i = 0; i < peers; i++) {
      times.put("peer-" + i, new Spread(100 + i, 110 + i, 150 + i));
    }
    Element svg = parsed(PeerPlot.svg(times));
    List<Element> dots = elements(svg, "ellipse");
    assertEquals(peers, dots.size());
    assertEquals(peers, elements(svg, "line").size());
    for (Element dot : dots) {
      List<Double> labels = labelsBeside(svg, number(dot, "cy"));
      assertEquals(2, labels.size(), () -> "labels of " + dot.getAttribute("cy") + ": " + labels);
      assertTrue(labels.stream().anyMatch(x -> x < number(dot, "cx")));
      assertTrue(labels.stream().anyMatch(x -> x > number(dot, "cx")));
    }
  }

  @Test
  void theFiguresCanBeReadFromTheText() throws Exception {
    Map<String, Spread> times = new LinkedHashMap<>();
    times.put("ioserver", new Spread(47_300, 55_360, 60_220));
    times.put("<c> & co", new Spread(7, 8, 9));
    assertEquals(
        """
        ioserver: median 55.36 us, rounds from 47.30 us to 60.22 us
        <c> & co: median 8.0 ns, rounds from 7.0 ns to 9.0 ns\
        """,
        elements(parsed(PeerPlot.svg(times)), "title").getFirst().getTextContent());
  }

  /** A tenth of the median and ten times the median are equally far from it. */
  @Test
  void rangesAreLogarithmicWhereTheAxisIs() throws Exception {
    Element svg = parsed(PeerPlot.svg(Map.of("ioserver", new Spread(10, 100, 1_000))));
    Element bar = elements(svg, "line").getFirst();
    double median = number(elements(svg, "ellipse").getFirst(), "cx");
    assertEquals(median - number(bar, "x1"), number(bar, "x2") - median, 0.1);
    assertTrue(median - number(bar, "x1") > 100, "the axis goes from 10 to 1000 ns");
  }

  @Test
  void rangesAreEvenWhereTheAxisIs() throws Exception {
    Element svg = parsed(PeerPlot.svg(Map.of("c", new Spread(50, 80, 90))));
    Element bar = elements(svg, "line").getFirst();
    double median = number(elements(svg, "ellipse").getFirst(), "cx");
    assertEquals(3 * (number(bar, "x2") - median), median - number(bar, "x1"), 0.1);
  }

  @Test
  void whatIsOursStandsOut() throws Exception {
    Spread time = new Spread(1, 2, 3);
    Element svg =
        parsed(PeerPlot.svg(Map.of("ioserver", time, "ioserver-busy", time, "java.nio", time)));
    assertEquals(
        2,
        elements(svg, "ellipse").stream()
            .filter(dot -> dot.getAttribute("style").contains(OURS))
            .count());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 999.9, 1e6, 1e12})
  void aSingleRoundOfAnyLengthIsDrawn(double nanos) throws Exception {
    String svg = PeerPlot.svg(Map.of("c", new Spread(nanos, nanos, nanos)));
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    assertEquals(1, elements(parsed(svg), "ellipse").size());
  }

  /** Where the labels at some height begin. A letter is a shape within a group that is moved. */
  private static List<Double> labelsBeside(Element svg, double y) {
    return elements(svg, "g").stream()
        .map(group -> group.getAttribute("transform"))
        .filter(transform -> transform.startsWith("translate("))
        .map(transform -> transform.replaceAll("[a-z()]", "").split(" "))
        .filter(moved -> Math.abs(Double.parseDouble(moved[1]) - y) < 9)
        .map(moved -> Double.parseDouble(moved[0]))
        .toList();
  }

  private static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  private static List<Element> elements(Element root, String name) {
    NodeList found = root.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static Element parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }
}
