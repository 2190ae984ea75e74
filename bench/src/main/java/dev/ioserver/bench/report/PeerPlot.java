package dev.ioserver.bench.report;

import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Sample;
import dev.ioserver.bench.run.Session;
import dev.ioserver.bench.run.Spread;
import dev.ioserver.examples.report.ChartSvg;
import java.awt.Color;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One benchmark as a picture: a line for each peer, with a dot at the median of the rounds and a
 * bar from the fastest to the slowest, its name at the left and its median at the right.
 *
 * <p>Bar and dot are a series each. XChart's own error bars go up and down, by one figure for both
 * directions.
 */
final class PeerPlot {

  private static final int WIDTH = 860;
  private static final int LINE = 24;

  /** What the axis and its title take below the lines, and the margins. */
  private static final int FOOT = 76;

  private static final int DOT = 9;

  /**
   * Where the axis at the right begins. One function writes the labels of both axes, and tells them
   * by this.
   */
  private static final int VALUES = 1_000;

  /** Where the axes begin, so that the first peer, at 1, is in the middle of its line. */
  private static final double BELOW = 0.5;

  private static final Color OUR_RANGE = new Color(0xf2b27a);
  private static final Color OUR_DOT = new Color(0xd9621e);
  private static final Color RANGE = new Color(0x9db7d1);
  private static final Color DOT_COLOUR = new Color(0x3b6ea5);

  /** From the top to the bottom. */
  private final List<Map.Entry<String, Spread>> lines;

  private final Scale scale;
  private final XYChart chart;

  private PeerPlot(Map<String, Spread> times) {
    lines = List.copyOf(times.entrySet());
    double least = times.values().stream().mapToDouble(Spread::least).min().orElse(1);
    double most = times.values().stream().mapToDouble(Spread::most).max().orElse(1);
    scale = Scale.of(least, most);
    chart = new XYChartBuilder().width(WIDTH).height(FOOT + LINE * lines.size()).build();
    axes(ChartSvg.plain(chart), scale.from(least), scale.to(most));
  }

  /**
   * Draws it.
   *
   * @return an SVG element to be put into a page; empty if nothing was measured
   */
  static String svg(List<Outcome> group) throws IOException {
    Map<String, Spread> times = new LinkedHashMap<>();
    for (Outcome outcome : group) {
      if (outcome.nanos() > 0) {
        times.put(outcome.what().peer(), outcome.spread(Sample::nanos));
      }
    }
    return svg(times);
  }

  /** The same of rounds by their peers. */
  static String svg(Map<String, Spread> times) throws IOException {
    return times.isEmpty() ? "" : new PeerPlot(times).draw();
  }

  private void axes(XYStyler styler, double from, double to) {
    chart.setXAxisTitle(
        scale.isLogarithmic()
            ? "time of an operation, logarithmic scale; further left is better"
            : "time of an operation; further left is better");
    styler.setLegendVisible(false).setMarkerSize(DOT);
    styler.setXAxisMin(from).setXAxisMax(to).setXAxisTickMarkSpacingHint(WIDTH / 9);
    styler.setxAxisTickLabelsFormattingFunction(scale::text);
    // A bit less than a line, for which the next round step is 1: a tick for each peer.
    styler.setYAxisTickMarkSpacingHint(LINE - 4).setyAxisTickLabelsFormattingFunction(this::label);
    styler.setYAxisMin(0, BELOW).setYAxisMax(0, BELOW + lines.size());
    styler.setYAxisMin(1, VALUES + BELOW).setYAxisMax(1, VALUES + BELOW + lines.size());
    styler.setYAxisGroupPosition(1, YAxisPosition.Right);
  }

  private String draw() throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      peer(lines.get(i).getKey(), lines.get(i).getValue(), lines.size() - i);
    }
    XYSeries values = series("values", VALUES + 1, chart.getStyler().getXAxisMax());
    values.setMarker(SeriesMarkers.NONE).setYAxisGroup(1);
    return ChartSvg.of(chart, words());
  }

  private void peer(String peer, Spread spread, int y) {
    boolean ours = peer.startsWith(Peers.IOSERVER) || peer.equals(Peers.NETTY_IOSERVER);
    XYSeries range =
        series(peer + " range", y, scale.position(spread.least()), scale.position(spread.most()));
    range.setMarker(SeriesMarkers.NONE).setLineStyle(ChartSvg.line(5));
    range.setLineColor(ours ? OUR_RANGE : RANGE);
    XYSeries median = series(peer, y, scale.position(spread.median()));
    median.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(ours ? OUR_DOT : DOT_COLOUR);
  }

  private XYSeries series(String name, double y, double... x) {
    double[] level = new double[x.length];
    Arrays.fill(level, y);
    return chart.addSeries(name, x, level);
  }

  private String label(double y) {
    boolean atTheRight = y > VALUES / 2;
    int fromTop = lines.size() - (int) y + (atTheRight ? VALUES : 0);
    if (fromTop < 0 || fromTop >= lines.size()) {
      // Beyond the ends. XChart wants labels to differ, and cannot measure empty ones.
      return " ".repeat(fromTop < 0 ? 2 - fromTop : 1 + fromTop - lines.size());
    }
    Map.Entry<String, Spread> line = lines.get(fromTop);
    return atTheRight ? Session.text(line.getValue().median()) : line.getKey();
  }

  private String words() {
    return lines.stream()
        .map(
            line ->
                line.getKey()
                    + ": median "
                    + Session.text(line.getValue().median())
                    + ", rounds from "
                    + Session.text(line.getValue().least())
                    + " to "
                    + Session.text(line.getValue().most()))
        .collect(Collectors.joining("\n"));
  }
}
