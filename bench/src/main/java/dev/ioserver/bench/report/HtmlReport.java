package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import dev.ioserver.bench.run.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures as one page that needs no other file. */
public final class HtmlReport {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "Liberation Sans", sans-serif; max-width: 1000px;
             margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
      h1, h2, h3 { line-height: 1.2; } h3 { margin: 2.4em 0 0.4em; font-size: 1.1em; }
      table { border-collapse: collapse; font-size: 0.9em; margin: 0.6em 0; }
      th, td { border-bottom: 1px solid #ddd; padding: 0.25em 1.2em 0.25em 0; text-align: left;
               vertical-align: top; }
      thead th { border-bottom: 2px solid #aaa; cursor: help; }
      td { font-variant-numeric: tabular-nums; } td.number, th.number { text-align: right; }
      .ours { font-weight: 600; } .none { color: #777; } code { background: #f3f3f3; padding: 0.1em 0.3em; }
      .slower { color: #1a7f37; } .faster { color: #b42318; } .same { color: #666; }
      svg { width: 100%; height: auto; max-width: 860px; }
      """;

  private static final String HOW_TO_READ =
      """
      <p>Each case was run in several rounds, in a JVM of its own each time. A round runs all cases one
      after the other, so that peers are compared with what was measured beside them.</p>
      <ul>
      <li><b>time/op</b>: the median of the rounds, and beside it the fastest and the slowest round. In the
      plots the dot is the median and the bar goes from the fastest round to the slowest. Less is
      better.</li>
      <li><b>x ioserver's</b>: the peer's time divided by ioserver's in the same round: median, and least to
      most. <span class="slower">Above 1 the peer takes longer than ioserver</span>,
      <span class="faster">below 1 it is faster</span>; <span class="same">where the spread contains 1
      there is no difference to speak of</span>.</li>
      <li><b>syscalls/op</b>: counted by the kernel in an iteration of its own, of the whole process: client,
      server and harness. Hold the pointer over a figure to see which.</li>
      <li><b>B/op</b>: allocated by all threads of the JVM that measures. JMH itself allocates some, however
      long it measures: less than 512 KB in an iteration is shown as 0, with the bound that follows. Programs in C and Rust run in a
      process of their own, and the figure is that of the client alone.</li>
      </ul>
      <p>docs/benchmarks.md says what each benchmark does and where its pitfalls are.</p>
      """;

  private HtmlReport() {}

  /**
   * Writes it.
   *
   * @param command what was typed to get these figures
   * @param pinned whether client and server of echoes were each kept where they were
   * @param noPlots why no plots can be drawn, which is said in their place, or null if they can
   */
  public static void write(
      Path file,
      String command,
      Map<String, String> machine,
      List<Outcome> outcomes,
      boolean pinned,
      @Nullable String noPlots)
      throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<title>ioserver benchmarks</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>ioserver benchmarks</h1>\n");
    page.append("<p><code>").append(escaped(command)).append("</code></p>\n");
    targets(page, outcomes, pinned);
    page.append("<h2>How to read this</h2>\n").append(HOW_TO_READ);
    page.append("<h2>Where it was measured</h2>\n<table>\n");
    machine.forEach(
        (name, value) ->
            page.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n"));
    page.append("</table>\n<h2>Figures</h2>\n");
    for (Map.Entry<String, List<Outcome>> group : Rows.groups(outcomes).entrySet()) {
      section(page, group.getKey(), group.getValue());
      page.append(noPlots == null ? PeerPlot.svg(group.getValue()) : instead(noPlots)).append("\n");
    }
    page.append("</body>\n</html>\n");
    Files.writeString(file, page);
  }

  private static void targets(StringBuilder page, List<Outcome> outcomes, boolean pinned) {
    List<List<String>> rows = TargetRows.of(outcomes, pinned);
    if (rows.isEmpty()) {
      return;
    }
    page.append("<h2>").append(escaped(TargetRows.TITLE)).append("</h2>\n<p>");
    page.append(escaped(String.join("\n", TargetRows.WHAT_THEY_ARE))).append("</p>\n");
    page.append("<table>\n<thead><tr>");
    TargetRows.HEADINGS.forEach(
        heading -> page.append("<th>").append(escaped(heading)).append("</th>"));
    page.append("</tr></thead>\n");
    for (List<String> row : rows) {
      page.append("<tr>");
      row.forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static void section(StringBuilder page, String title, List<Outcome> group) {
    page.append("<h3>").append(escaped(title)).append("</h3>\n<table>\n<thead><tr>");
    for (int i = 0; i < Rows.HEADINGS.size(); i++) {
      page.append("<th title=\"")
          .append(escaped(Rows.LEGENDS.get(i)))
          .append("\">")
          .append(escaped(Rows.HEADINGS.get(i)))
          .append("</th>");
    }
    page.append("</tr></thead>\n");
    for (Outcome outcome : group) {
      row(page, outcome, group);
    }
    page.append("</table>\n");
  }

  private static String instead(String noPlots) {
    return "<p class=\"none\">No plot: " + escaped(noPlots) + ".</p>";
  }

  private static void row(StringBuilder page, Outcome outcome, List<Outcome> group) {
    boolean ours = outcome.what().isOurs();
    List<String> cells = Rows.cells(outcome, group);
    if (outcome.samples().isEmpty()) {
      page.append("<tr class=\"none\"><td>").append(escaped(cells.getFirst()));
      page.append("</td><td colspan=\"6\">").append(escaped(cells.get(1))).append("</td></tr>\n");
      return;
    }
    page.append(ours ? "<tr class=\"ours\">" : "<tr>");
    for (int i = 0; i < cells.size(); i++) {
      page.append("<td class=\"");
      switch (Rows.HEADINGS.get(i)) {
        case "x ioserver's" -> page.append(style(Rows.ratio(outcome, group))).append("\">");
        case "syscalls/op" ->
            page.append("\" title=\"").append(escaped(outcome.systemCallsByName())).append("\">");
        default -> page.append("\">");
      }
      page.append(escaped(cells.get(i))).append("</td>");
    }
    page.append("</tr>\n");
  }

  private static String style(@Nullable Spread ratio) {
    if (ratio == null) {
      return "";
    }
    return ratio.least() > 1 ? "slower" : ratio.most() < 1 ? "faster" : "same";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
