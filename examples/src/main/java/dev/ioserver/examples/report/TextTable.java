package dev.ioserver.examples.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text: the first column is flush left, all others are flush right. */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** An empty table. */
  public TextTable() {}

  /** Adds a row; it may be shorter than others. */
  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a row; it may be shorter than others. */
  public TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Adds an empty line. */
  public TextTable gap() {
    return row();
  }

  /** The lines, without trailing spaces, each ended by a line break. */
  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(line(row, widths).stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      line.append(GAP).append(i == 0 ? row.get(i) + padding : padding + row.get(i));
    }
    return line.toString();
  }
}
