package dev.ioserver.bench.report;

import dev.ioserver.bench.run.Outcome;
import java.io.PrintStream;
import java.util.List;

/** The figures as a table of text. */
public final class TerminalTable {

  private static final int[] WIDTHS = {22, 11, 24, 11, 24, 12, 8};

  private TerminalTable() {}

  /** Prints it. */
  public static void print(List<Outcome> outcomes, PrintStream out) {
    Rows.groups(outcomes)
        .forEach(
            (title, group) -> {
              out.println();
              out.println(title);
              line(Rows.HEADINGS, out);
              group.forEach(outcome -> line(Rows.cells(outcome, group), out));
            });
    out.println();
  }

  private static void line(List<String> cells, PrintStream out) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i));
      int missing = WIDTHS[i] - cells.get(i).length();
      line.repeat(' ', Math.max(1, missing));
    }
    out.println(line.toString().stripTrailing());
  }
}
