package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import java.io.PrintStream;
import java.util.List;

/** The figures as a table of text. */
public final class TerminalTable {

  private static final String BETWEEN = "  ";

  private TerminalTable() {}

  /**
   * Prints it.
   *
   * @param pinned whether client and server of echoes were each kept where they were
   */
  public static void print(List<Outcome> outcomes, boolean pinned, PrintStream out) {
    Rows.groups(outcomes)
        .forEach(
            (title, group) -> {
              out.println();
              out.println(title);
              table(
                  Rows.HEADINGS,
                  group.stream().map(outcome -> Rows.cells(outcome, group)).toList(),
                  out);
            });
    out.println();
    out.println("x ioserver's: the peer's time / ioserver's in the same round; above 1 is slower");
    List<List<String>> targets = TargetRows.of(outcomes, pinned);
    if (!targets.isEmpty()) {
      out.println();
      out.println(TargetRows.TITLE);
      TargetRows.WHAT_THEY_ARE.forEach(out::println);
      table(TargetRows.HEADINGS, targets, out);
    }
    out.println();
  }

  private static void table(List<String> headings, List<List<String>> rows, PrintStream out) {
    int[] widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    line(headings, widths, out);
    rows.forEach(row -> line(row, widths, out));
  }

  /** A reason why there is no figure runs on to the right, and makes no column wider. */
  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      if (!cells.get(i).startsWith("none: ")) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
  }

  private static void line(List<String> cells, int[] widths, PrintStream out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(BETWEEN).append(cells.get(i));
      line.repeat(' ', Math.max(0, widths[i] - cells.get(i).length()));
    }
    out.println(line.toString().stripTrailing());
  }
}
