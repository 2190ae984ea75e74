package dev.ioserver.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.XYStyler;

/**
 * The look that all plots share, and a chart as SVG. Where {@link Fonts} gives a cause there is
 * none.
 */
public final class ChartSvg {

  private static final Color TEXT = new Color(0x44, 0x44, 0x44);
  private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);

  /** Letters are drawn as shapes, whose many points come with up to 15 decimals. */
  private static final Pattern NEEDLESS_DECIMALS = Pattern.compile("(\\.\\d\\d)\\d+");

  private ChartSvg() {}

  /** A line without corners that stand out. */
  public static BasicStroke line(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** White, with thin lines and small letters. */
  public static XYStyler plain(XYChart chart) {
    XYStyler styler = chart.getStyler();
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setBaseFont(font);
    styler.setChartTitleFont(font.deriveFont(15f));
    styler.setAxisTitleFont(font).setAxisTickLabelsFont(font);
    styler.setLegendFont(font.deriveFont(13f));
    styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(TEXT).setLegendBorderColor(Color.WHITE).setPlotBorderVisible(false);
    styler.setAxisTickLabelsColor(TEXT).setAxisTickMarksColor(GRID);
    // Dashes would be a shape each.
    styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    // The rest is a margin, within which the ticks at both ends have their labels.
    styler.setChartPadding(14).setPlotContentSize(0.95);
    return styler;
  }

  /**
   * Draws it.
   *
   * @param text what viewers show in place of the picture, and when the pointer rests on it
   * @return an SVG element that can be put into a page, or be a file of its own
   */
  public static String of(XYChart chart, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String document = bytes.toString(StandardCharsets.UTF_8);
    // Without the document type, for which a parser may ask the network.
    String svg = document.substring(document.indexOf("<svg"));
    svg = NEEDLESS_DECIMALS.matcher(svg).replaceAll("$1");
    int content = svg.indexOf('>') + 1;
    return "<svg role=\"img\""
        + svg.substring("<svg".length(), content)
        + "<title>"
        + escaped(text)
        + "</title>"
        + svg.substring(content);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
