package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Sample;
import dev.ioserver.bench.run.Spread;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;

/** One benchmark as bars, with the spread of the rounds on each. */
final class Plot {

  private static final int WIDTH = 820;
  private static final int HEIGHT = 380;

  /** From this ratio on small bars would not be seen on an even scale. */
  private static final double LOGARITHMIC_FROM = 30;

  /** The longest error bar, as a part of its bar. */
  private static final double LONGEST_ERROR = 0.9;

  private static final Color BAR = new Color(0x2F, 0x6F, 0xA7);

  private Plot() {}

  /**
   * Draws it.
   *
   * @return an SVG element to be put into a page; empty if nothing was measured
   */
  static String svg(List<Outcome> group) throws IOException {
    List<Outcome> measured =
        group.stream().filter(outcome -> !outcome.samples().isEmpty()).toList();
    if (measured.isEmpty()) {
      return "";
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChartEncoder.saveChart(chart(measured), out, "svg");
    String document = out.toString(StandardCharsets.UTF_8);
    // Without the prologue, which a page has of its own.
    return document.substring(document.indexOf("<svg"));
  }

  private static CategoryChart chart(List<Outcome> measured) {
    List<String> names = new ArrayList<>();
    List<Double> medians = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    double largest = measured.stream().mapToDouble(Outcome::nanos).max().orElse(1);
    double smallest = measured.stream().mapToDouble(Outcome::nanos).min().orElse(1);
    double unit = largest >= 10_000 ? 1_000 : 1;
    for (Outcome outcome : measured) {
      Spread spread = outcome.spread(Sample::nanos);
      names.add(outcome.what().peer());
      medians.add(spread.median() / unit);
      // No bar may reach down to 0, which a logarithmic scale does not have.
      double half = (spread.most() - spread.least()) / 2;
      errors.add(Math.min(half, spread.median() * LONGEST_ERROR) / unit);
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .yAxisTitle(unit == 1 ? "nanoseconds" : "microseconds")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisLabelRotation(measured.size() > 6 ? 30 : 0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(largest / Math.max(smallest, 0.1) > LOGARITHMIC_FROM);
    chart.addSeries("median of the rounds", names, medians, errors).setFillColor(BAR);
    return chart;
  }
}
