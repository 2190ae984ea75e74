package dev.ioserver.bench.report;

import dev.ioserver.bench.datagram.DatagramCase;
import dev.ioserver.bench.datagram.DatagramTurns;
import dev.ioserver.bench.echo.EchoTurns;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code bench datagrams} has found, a table of text for each case.
 *
 * <p>Thread-safety: any thread.
 */
public final class DatagramTable {

  private static final String NONE = "-";

  private final List<String> peers;
  private final List<DatagramCase> cases;
  private final List<Integer> bases;
  private final int launches;
  private final List<List<DatagramTurns.Found>> found = new ArrayList<>();
  private final double[][] calls;

  /**
   * An empty one.
   *
   * @param peers the servers, in the order of the lines
   * @param cases what is measured
   * @param bases the places of the servers whom the others are compared with
   * @param launches how often the servers are started
   */
  public DatagramTable(
      List<String> peers, List<DatagramCase> cases, List<Integer> bases, int launches) {
    this.peers = List.copyOf(peers);
    this.cases = List.copyOf(cases);
    this.bases = List.copyOf(bases);
    this.launches = launches;
    calls = new double[cases.size()][peers.size()];
    for (int i = 0; i < cases.size(); i++) {
      found.add(new ArrayList<>());
      Arrays.fill(calls[i], Double.NaN);
    }
  }

  /** Adds what a launch has found of a case. */
  public synchronized void add(int index, DatagramTurns.Found more) {
    found.get(index).add(more);
  }

  /** Says how many system calls a datagram of a case took each server. */
  public synchronized void calls(int index, double[] perDatagram) {
    calls[index] = perDatagram.clone();
  }

  /** Prints what has been added so far. */
  public synchronized void print(PrintStream out) {
    out.println();
    out.println(
        "each for a datagram, and of the server's process: processor time, as a multiple of a"
            + " base's in the same lap, system calls, bytes allocated; then the time that passed");
    out.println(
        launches == 1
            ? "medians; in brackets the 95 % interval of the laps"
            : "medians of the launches; in brackets the lowest and the highest launch");
    for (int i = 0; i < cases.size(); i++) {
      if (found.get(i).isEmpty()) {
        continue;
      }
      out.println();
      out.println(cases.get(i).describe());
      List<List<String>> rows = new ArrayList<>();
      rows.add(headings());
      for (int peer = 0; peer < peers.size(); peer++) {
        rows.add(row(i, peer));
      }
      lines(rows, out);
    }
    out.println();
  }

  private List<String> headings() {
    List<String> cells = new ArrayList<>(List.of("server", "processor time"));
    bases.forEach(base -> cells.add("times " + shown(peers.get(base))));
    cells.addAll(List.of("calls", "allocated", "time"));
    return cells;
  }

  private List<String> row(int index, int peer) {
    List<DatagramTurns.Found> all = found.get(index);
    List<String> cells = new ArrayList<>();
    cells.add(shown(peers.get(peer)));
    cells.add(nanos(median(all.stream().mapToDouble(f -> mid(f.serverNanos(peer))).toArray())));
    for (int base : bases) {
      cells.add(ratio(all, peer, base));
    }
    cells.add(number(calls[index][peer], "%.3f", ""));
    // What a server allocates before its last compilation is not what it goes on allocating.
    cells.add(
        number(all.stream().mapToDouble(f -> f.allocated(peer)).min().orElse(0), "%.1f", " B"));
    cells.add(nanos(median(all.stream().mapToDouble(f -> mid(f.nanos(peer))).toArray())));
    return cells;
  }

  private static String ratio(List<DatagramTurns.Found> all, int peer, int base) {
    double[] middle;
    if (all.size() == 1) {
      middle = EchoTurns.median(all.getFirst().ratios(peer, base));
    } else {
      double[] medians = all.stream().mapToDouble(f -> mid(f.ratios(peer, base))).toArray();
      Arrays.sort(medians);
      middle = new double[] {medians[0], median(medians), medians[medians.length - 1]};
    }
    return Double.isNaN(middle[1])
        ? NONE
        : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", middle[1], middle[0], middle[2]);
  }

  private static double mid(double[] values) {
    return EchoTurns.median(values)[1];
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static String nanos(double value) {
    return number(value, "%.0f", " ns");
  }

  private static String number(double value, String format, String unit) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value) + unit;
  }

  /** A jar's path would push the columns aside. */
  private static String shown(String peer) {
    int at = peer.indexOf('@');
    return at < 0 ? peer : peer.substring(0, at) + "@jar";
  }

  private static void lines(List<List<String>> rows, PrintStream out) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String blanks = " ".repeat(widths[i] - cell.length());
        line.append("  ").append(i == 0 ? cell + blanks : blanks + cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
