package dev.ioserver.bench.report;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Sample;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Spread;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One benchmark as a picture: a line for each peer, with a dot at the median of the rounds and a
 * bar from the fastest to the slowest.
 *
 * <p>Written as SVG elements with text in them, so that it takes the page's fonts, needs none on
 * the machine that measures, and stays small. Chart libraries draw letters as shapes, and error
 * bars on a logarithmic scale as if it were an even one.
 */
final class Plot {

  private static final int WIDTH = 860;
  private static final int LEFT = 170;
  private static final int RIGHT = 640;
  private static final int TOP = 12;
  private static final int LINE = 26;
  private static final int FOOT = 44;

  /** From this ratio on, small ones would not be seen on an even scale. */
  private static final double LOGARITHMIC_FROM = 8;

  private final List<Outcome> measured;
  private final Scale scale;
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter out;

  private Plot(List<Outcome> measured) throws XMLStreamException {
    this.measured = measured;
    double least = measured.stream().mapToDouble(o -> times(o).least()).min().orElse(1);
    double most = measured.stream().mapToDouble(o -> times(o).most()).max().orElse(1);
    scale = Scale.of(least, most, most / least > LOGARITHMIC_FROM);
    out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
  }

  /**
   * Draws it.
   *
   * @return an SVG element to be put into a page; empty if nothing was measured
   */
  static String svg(List<Outcome> group) {
    List<Outcome> measured = group.stream().filter(outcome -> outcome.nanos() > 0).toList();
    if (measured.isEmpty()) {
      return "";
    }
    try {
      return new Plot(measured).draw();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string refused to be written to", e);
    }
  }

  private String draw() throws XMLStreamException {
    int bottom = TOP + measured.size() * LINE;
    out.writeStartElement("svg");
    out.writeAttribute("viewBox", "0 0 " + WIDTH + " " + (bottom + FOOT));
    out.writeAttribute("role", "img");
    for (Scale.Tick tick : scale.ticks()) {
      double x = x(tick.nanos());
      line("grid", x, TOP, x, bottom);
      text("tick", x, bottom + 16, tick.text());
    }
    text(
        "tick",
        (LEFT + RIGHT) / 2.0,
        bottom + 36,
        scale.isLogarithmic()
            ? "time of an operation, logarithmic scale; further left is better"
            : "time of an operation; further left is better");
    for (int i = 0; i < measured.size(); i++) {
      peer(measured.get(i), TOP + i * LINE + LINE / 2.0);
    }
    out.writeEndElement();
    out.flush();
    return text.toString();
  }

  private void peer(Outcome outcome, double y) throws XMLStreamException {
    Spread times = times(outcome);
    String peer = outcome.what().peer();
    String style =
        peer.equals(Peers.IOSERVER) ? "ours" : peer.startsWith(Peers.IOSERVER) ? "kin" : "peer";
    text("name " + style, LEFT - 12, y + 4, peer);
    line("guide", LEFT, y, x(times.median()), y);
    line("range " + style, x(times.least()), y, x(times.most()), y);
    out.writeStartElement("circle");
    out.writeAttribute("class", "dot " + style);
    out.writeAttribute("cx", number(x(times.median())));
    out.writeAttribute("cy", number(y));
    out.writeAttribute("r", "5");
    out.writeStartElement("title");
    out.writeCharacters(
        peer
            + ": median "
            + Session.text(times.median())
            + ", rounds from "
            + Session.text(times.least())
            + " to "
            + Session.text(times.most()));
    out.writeEndElement();
    out.writeEndElement();
    text("value " + style, RIGHT + 14, y + 4, Session.text(times.median()));
  }

  private void line(String style, double x1, double y1, double x2, double y2)
      throws XMLStreamException {
    out.writeEmptyElement("line");
    out.writeAttribute("class", style);
    out.writeAttribute("x1", number(x1));
    out.writeAttribute("y1", number(y1));
    out.writeAttribute("x2", number(x2));
    out.writeAttribute("y2", number(y2));
  }

  private void text(String style, double x, double y, String words) throws XMLStreamException {
    out.writeStartElement("text");
    out.writeAttribute("class", style);
    out.writeAttribute("x", number(x));
    out.writeAttribute("y", number(y));
    out.writeCharacters(words);
    out.writeEndElement();
  }

  private double x(double nanos) {
    return LEFT + scale.position(nanos) * (RIGHT - LEFT);
  }

  private static Spread times(Outcome outcome) {
    return outcome.spread(Sample::nanos);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
