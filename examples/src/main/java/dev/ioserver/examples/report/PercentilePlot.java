package dev.ioserver.examples.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Round trips by percentile as SVG, both axes logarithmic: each step to the right has ten times
 * fewer orders beyond it.
 *
 * <p>It is written with the JDK's XML writer. The plotting libraries for Java measure text with
 * AWT, which needs fonts to be installed; a viewer of SVG brings its own.
 */
public final class PercentilePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final int LEFT = 90;
  private static final int RIGHT = WIDTH - 30;
  private static final int TOP = 60;
  private static final int BOTTOM = HEIGHT - 60;
  private static final int MOST_NINES = 6;
  private static final int TICKS_PER_HALF_DISTANCE = 8;
  private static final double NANOS_PER_MICRO = 1000;
  private static final List<String> COLOURS =
      List.of("#1b6ca8", "#d1495b", "#3c896d", "#8d6a9f", "#b08900");

  private final XMLStreamWriter xml;
  private final int nines;
  private final int lowDecade;
  private final int highDecade;

  private PercentilePlot(XMLStreamWriter xml, Map<String, Histogram> series) {
    this.xml = xml;
    long samples = series.values().stream().mapToLong(Histogram::getTotalCount).max().orElse(1);
    nines = Math.clamp((int) Math.log10((double) Math.max(samples, 1)), 2, MOST_NINES);
    long low = series.values().stream().mapToLong(h -> h.getValueAtPercentile(0)).min().orElse(1);
    long high = series.values().stream().mapToLong(Histogram::getMaxValue).max().orElse(1);
    lowDecade = (int) Math.floor(Math.log10(micros((double) low)));
    highDecade = Math.max(lowDecade + 1, (int) Math.ceil(Math.log10(micros((double) high))));
  }

  /**
   * Writes a file, or replaces it.
   *
   * @param title above the plot
   * @param series histograms in nanoseconds by their names, in the order of the legend
   */
  public static void write(Path file, String title, Map<String, Histogram> series)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new PercentilePlot(xml, series).draw(title, series);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("cannot write " + file, e);
    }
  }

  private void draw(String title, Map<String, Histogram> series) throws XMLStreamException {
    xml.writeStartDocument();
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    attributes("viewBox", "0 0 " + WIDTH + " " + HEIGHT, "font-family", "sans-serif");
    attributes("width", text(WIDTH), "height", text(HEIGHT), "font-size", "13");
    element("rect", "width", "100%", "height", "100%", "fill", "white");
    label(title, WIDTH / 2.0, 28, "middle", "#222222");
    drawPercentiles();
    drawDecades();
    int i = 0;
    for (Map.Entry<String, Histogram> each : series.entrySet()) {
      String colour = COLOURS.get(i % COLOURS.size());
      drawCurve(each.getValue(), colour);
      label(each.getKey(), LEFT + 12, TOP + 20 + 18.0 * i++, "start", colour);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void drawPercentiles() throws XMLStreamException {
    for (int n = 0; n <= nines; n++) {
      double x = x(1 - Math.pow(10, -n));
      line(x, TOP, x, BOTTOM);
      label(n == 0 ? "0%" : percent(n), x, BOTTOM + 20, "middle", "#444444");
    }
    label("percentile", (LEFT + RIGHT) / 2.0, HEIGHT - 15, "middle", "#444444");
  }

  private void drawDecades() throws XMLStreamException {
    for (int decade = lowDecade; decade <= highDecade; decade++) {
      double y = y(Math.pow(10, decade) * NANOS_PER_MICRO);
      line(LEFT, y, RIGHT, y);
      label(decade(decade), LEFT - 8, y + 4, "end", "#444444");
    }
  }

  private void drawCurve(Histogram nanos, String colour) throws XMLStreamException {
    StringBuilder points = new StringBuilder();
    for (HistogramIterationValue step : nanos.percentiles(TICKS_PER_HALF_DISTANCE)) {
      points
          .append(text(x(step.getPercentileLevelIteratedTo() / 100)))
          .append(',')
          .append(text(y((double) step.getValueIteratedTo())))
          .append(' ');
    }
    element(
        "polyline",
        "points",
        points.toString().strip(),
        "fill",
        "none",
        "stroke",
        colour,
        "stroke-width",
        "2");
  }

  private double x(double fraction) {
    double beyond = Math.max(1 - fraction, Math.pow(10, -nines));
    return LEFT + (RIGHT - LEFT) * -Math.log10(beyond) / nines;
  }

  private double y(double nanos) {
    double part = (Math.log10(micros(nanos)) - lowDecade) / (highDecade - lowDecade);
    return BOTTOM - (BOTTOM - TOP) * part;
  }

  private static double micros(double nanos) {
    return Math.max(nanos, 1) / NANOS_PER_MICRO;
  }

  /** 90%, 99%, 99.9% and so on. */
  private static String percent(int n) {
    return n == 1 ? "90%" : n == 2 ? "99%" : "99." + "9".repeat(n - 2) + "%";
  }

  private static String decade(int decade) {
    double micros = Math.pow(10, decade);
    if (micros >= 1_000_000) {
      return String.format(Locale.ROOT, "%,.0f s", micros / 1_000_000);
    }
    return micros >= 1000
        ? String.format(Locale.ROOT, "%.0f ms", micros / 1000)
        : String.format(Locale.ROOT, micros < 1 ? "%.3f us" : "%.0f us", micros);
  }

  private void line(double x1, double y1, double x2, double y2) throws XMLStreamException {
    element(
        "line", "x1", text(x1), "y1", text(y1), "x2", text(x2), "y2", text(y2), "stroke",
        "#dddddd");
  }

  private void label(String label, double x, double y, String anchor, String colour)
      throws XMLStreamException {
    xml.writeStartElement("text");
    attributes("x", text(x), "y", text(y), "text-anchor", anchor, "fill", colour);
    xml.writeCharacters(label);
    xml.writeEndElement();
  }

  private void element(String name, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(name);
    attributes(attributes);
  }

  private void attributes(String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
