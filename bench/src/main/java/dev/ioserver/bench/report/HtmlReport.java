package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The figures as one page that needs no other file. */
public final class HtmlReport {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 900px; margin: 2em auto; padding: 0 1em;
             color: #222; background: #fff; }
      h1, h2 { line-height: 1.2; } h2 { margin-top: 2.2em; font-size: 1.15em; }
      table { border-collapse: collapse; font-size: 0.92em; margin: 0.6em 0; }
      th, td { border-bottom: 1px solid #ddd; padding: 0.25em 0.8em 0.25em 0; text-align: left; }
      td { font-variant-numeric: tabular-nums; } svg { max-width: 100%; height: auto; }
      .ours { font-weight: 600; } .none { color: #777; }
      """;

  private static final String HOW_TO_READ =
      """
      Each case was run in several rounds, in a JVM of its own each time; a round runs all cases, so
      that peers are compared with what was measured beside them. <em>time</em> is the median of the
      rounds, <em>least to most</em> their spread, and <em>times ioserver's</em> the median and the
      spread of the ratios within the rounds: above 1 the peer takes longer. Where the spread of a
      ratio contains 1 there is no difference to speak of. <em>syscalls/op</em> were counted by the
      kernel in a run of their own, of the whole process: client, server and harness.
      docs/benchmarks.md says what each benchmark does and where its pitfalls are.
      """;

  private HtmlReport() {}

  /**
   * Writes it.
   *
   * @param command what was typed to get these figures
   */
  public static void write(
      Path file, String command, Map<String, String> machine, List<Outcome> outcomes)
      throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<title>ioserver benchmarks</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>ioserver benchmarks</h1>\n");
    page.append("<p><code>").append(escaped(command)).append("</code></p>\n<table>\n");
    machine.forEach(
        (name, value) ->
            page.append("<tr><th>")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n"));
    page.append("</table>\n<p>").append(HOW_TO_READ).append("</p>\n");
    Rows.groups(outcomes).forEach((title, group) -> section(page, title, group));
    page.append("</body>\n</html>\n");
    Files.writeString(file, page);
  }

  private static void section(StringBuilder page, String title, List<Outcome> group) {
    page.append("<h2>").append(escaped(title)).append("</h2>\n<table>\n<tr>");
    Rows.HEADINGS.forEach(heading -> page.append("<th>").append(escaped(heading)).append("</th>"));
    page.append("</tr>\n");
    for (Outcome outcome : group) {
      String style =
          outcome.samples().isEmpty()
              ? "none"
              : outcome.what().peer().startsWith("ioserver") ? "ours" : "";
      page.append("<tr class=\"").append(style).append("\">");
      List<String> cells = Rows.cells(outcome, group);
      for (int i = 0; i < cells.size(); i++) {
        boolean calls = Rows.HEADINGS.get(i).equals("syscalls/op");
        page.append(calls ? "<td title=\"" + escaped(outcome.systemCallsByName()) + "\">" : "<td>")
            .append(escaped(cells.get(i)))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n").append(plot(group));
    page.append("\n");
  }

  /** A machine without fonts cannot draw; the figures are worth having all the same. */
  private static String plot(List<Outcome> group) {
    try {
      return Plot.svg(group);
    } catch (IOException | RuntimeException | LinkageError e) {
      return "<p class=\"none\">No plot: " + escaped(e.toString()) + "</p>";
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
