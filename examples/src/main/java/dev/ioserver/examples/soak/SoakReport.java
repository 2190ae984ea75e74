package dev.ioserver.examples.soak;

import dev.ioserver.examples.report.Numbers;
import dev.ioserver.examples.report.TextTable;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The table at the end of a run. */
public final class SoakReport {

  private static final double MEBIBYTE = 1 << 20;

  private SoakReport() {}

  /** The table, and a line for whatever is off. */
  public static String of(SoakResult result) {
    TextTable table = new TextTable();
    volumes(table, result);
    table.gap();
    faults(table, result.faults());
    table.gap().row("at rest", "before", "after");
    footprint(table, result.before(), result.after());
    table.gap().row("times", "p50", "p99", "p99.99", "slowest");
    times(table, "round trip between threads", result.roundTrips());
    times(table, "lateness of timers", result.timersLate());
    return table + remarks(result);
  }

  private static void volumes(TextTable table, SoakResult result) {
    SoakResult.Volumes volumes = result.volumes();
    double seconds = result.elapsedNanos() / 1e9;
    table.row(
        "engine " + result.engine() + ", seed " + result.seed(),
        "",
        "per second, of " + Numbers.whole(seconds) + " s");
    volume(table, "connections", volumes.connections(), seconds);
    volumes.endings().forEach((ending, count) -> table.row("  " + ending, Numbers.count(count)));
    table.row("  open at once, at most", Numbers.count(volumes.mostOpen()));
    volume(table, "bytes compared", volumes.bytes(), seconds);
    volume(table, "timers expired", volumes.timers(), seconds);
    volume(table, "timers cancelled", volumes.timersCancelled(), seconds);
    volume(table, "hand-overs between threads", volumes.handOvers(), seconds);
    volume(table, "wakes asked of loops", volumes.wakesAsked(), seconds);
    volume(table, "  written (system calls)", volumes.wakesWritten(), seconds);
  }

  private static void volume(TextTable table, String name, long count, double seconds) {
    table.row(name, Numbers.count(count), Numbers.whole(count / seconds));
  }

  private static void faults(TextTable table, SoakResult.Faults faults) {
    table.row("lost", Numbers.count(faults.lost()));
    table.row("  bytes", Numbers.count(faults.bytesMissing()));
    table.row("  ends of ports", Numbers.count(faults.neverEnded()));
    table.row("  timers", Numbers.count(faults.timersMissing()));
    table.row("  messages between threads", Numbers.count(faults.handOversWrong()));
    table.row("  wakes", Numbers.count(faults.wakesLost()));
    table.row("wrong bytes", Numbers.count(faults.bytesWrong()));
    table.row("wrong ends", Numbers.count(faults.wrongEnds()));
    table.row("early timers", Numbers.count(faults.timersEarly()));
    table.row("failed threads", Numbers.count(faults.threadsFailed()));
  }

  private static void footprint(TextTable table, Footprint before, Footprint after) {
    table.row("descriptors", known(before.descriptors()), known(after.descriptors()));
    table.row("heap in use", mebibytes(before.heap()), mebibytes(after.heap()));
    table.row("heap committed", mebibytes(before.committed()), mebibytes(after.committed()));
    table.row("resident memory", mebibytes(before.resident()), mebibytes(after.resident()));
  }

  private static void times(TextTable table, String name, Histogram times) {
    table.row(
        name,
        Numbers.micros((double) times.getValueAtPercentile(50)),
        Numbers.micros((double) times.getValueAtPercentile(99)),
        Numbers.micros((double) times.getValueAtPercentile(99.99)),
        Numbers.micros((double) times.getMaxValue()));
  }

  private static String remarks(SoakResult result) {
    List<String> off = Verdict.of(result);
    StringBuilder text = new StringBuilder();
    off.forEach(line -> text.append("  off: ").append(line).append(System.lineSeparator()));
    result
        .notes()
        .forEach(line -> text.append("  note: ").append(line).append(System.lineSeparator()));
    return text.append(off.isEmpty() ? "  good" : "  not good")
        .append(System.lineSeparator())
        .toString();
  }

  private static String known(long count) {
    return count == Footprint.UNKNOWN ? "unknown" : Numbers.count(count);
  }

  private static String mebibytes(long bytes) {
    return bytes == Footprint.UNKNOWN
        ? "unknown"
        : String.format(Locale.ROOT, "%,.1f MiB", bytes / MEBIBYTE);
  }
}
