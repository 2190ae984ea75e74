package dev.ioserver.examples.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Round trips by percentile as SVG, both axes logarithmic: each step to the right has ten times
 * fewer orders beyond it.
 *
 * <p>The chart is given the logarithms, on even axes: XChart labels a logarithmic axis by a pattern
 * for numbers, and where it is given a function for labels instead, as units and percentiles need,
 * its ticks are even.
 */
public final class PercentilePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;
  private static final int MOST_NINES = 6;
  private static final int TICKS_PER_HALF_DISTANCE = 8;
  private static final double NANOS_PER_MICRO = 1000;

  /** What a tick between two decades is called: nothing, but XChart cannot measure that. */
  private static final String NOTHING = " ";

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x1b6ca8),
          new Color(0xd1495b),
          new Color(0x3c896d),
          new Color(0x8d6a9f),
          new Color(0xb08900));

  private PercentilePlot() {}

  /**
   * Writes a file, or replaces it.
   *
   * @param title above the plot
   * @param series histograms in nanoseconds by their names, in the order of the legend
   * @throws FileSystemException if no plot can be drawn here; see {@link Fonts}
   */
  public static void write(Path file, String title, Map<String, Histogram> series)
      throws IOException {
    String cause = Fonts.unavailabilityCause();
    if (cause != null) {
      throw new FileSystemException(file.toString(), null, cause);
    }
    Files.writeString(file, ChartSvg.of(chart(title, series), title));
  }

  static XYChart chart(String title, Map<String, Histogram> series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("percentile")
            .build();
    int nines = nines(series);
    axes(ChartSvg.plain(chart), nines, series);
    series.forEach((name, nanos) -> draw(chart, name, nanos, nines));
    return chart;
  }

  private static void axes(XYStyler styler, int nines, Map<String, Histogram> series) {
    List<Histogram> measured =
        series.values().stream().filter(nanos -> nanos.getTotalCount() > 0).toList();
    double low = decades(measured.stream().mapToLong(Histogram::getMinValue).min().orElse(1));
    double high = decades(measured.stream().mapToLong(Histogram::getMaxValue).max().orElse(1));
    styler.setXAxisMin(0.0).setXAxisMax((double) nines);
    styler.setYAxisMin(Math.floor(low)).setYAxisMax(Math.max(Math.floor(low) + 1, Math.ceil(high)));
    styler.setxAxisTickLabelsFormattingFunction(PercentilePlot::percent);
    styler.setyAxisTickLabelsFormattingFunction(PercentilePlot::time);
    styler.setLegendPosition(LegendPosition.InsideNW);
  }

  private static void draw(XYChart chart, String name, Histogram nanos, int nines) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (HistogramIterationValue step : nanos.percentiles(TICKS_PER_HALF_DISTANCE)) {
      double beyond = 1 - step.getPercentileLevelIteratedTo() / 100;
      x.add(Math.min(nines, -Math.log10(beyond)));
      y.add(decades(step.getValueIteratedTo()));
    }
    if (x.isEmpty()) {
      // XChart takes no empty series, and what was measured in vain has its place in the legend.
      x.add(0.0);
      y.add(Double.NaN);
    }
    Color colour = COLOURS.get(chart.getSeriesMap().size() % COLOURS.size());
    XYSeries line = chart.addSeries(name, x, y);
    line.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(ChartSvg.line(2));
  }

  /** Beyond a percentile of that many nines there would be less than one of all values. */
  private static int nines(Map<String, Histogram> series) {
    long samples = series.values().stream().mapToLong(Histogram::getTotalCount).max().orElse(1);
    return Math.clamp((int) Math.log10((double) Math.max(samples, 1)), 2, MOST_NINES);
  }

  /** Of microseconds. */
  private static double decades(long nanos) {
    return Math.log10(Math.max(nanos, 1) / NANOS_PER_MICRO);
  }

  /** 90%, 99%, 99.9% and so on. */
  private static String percent(double nines) {
    if (nines != Math.rint(nines) || nines < 0) {
      return NOTHING;
    }
    int n = (int) nines;
    return switch (n) {
      case 0 -> "0%";
      case 1 -> "90%";
      case 2 -> "99%";
      default -> "99." + "9".repeat(n - 2) + "%";
    };
  }

  private static String time(double decades) {
    if (decades != Math.rint(decades)) {
      return NOTHING;
    }
    double micros = Math.pow(10, decades);
    if (micros >= 1_000_000) {
      return String.format(Locale.ROOT, "%,.0f s", micros / 1_000_000);
    }
    return micros >= 1000
        ? String.format(Locale.ROOT, "%.0f ms", micros / 1000)
        : String.format(Locale.ROOT, micros < 1 ? "%.3f us" : "%.0f us", micros);
  }
}
