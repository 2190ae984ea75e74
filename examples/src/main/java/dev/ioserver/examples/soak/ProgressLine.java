package dev.ioserver.examples.soak;

import dev.ioserver.examples.report.Numbers;
import java.util.Locale;

/** What is printed of a run while it runs. */
final class ProgressLine {

  private final Tally tally;
  private final long startNanos = System.nanoTime();
  private long lastNanos = startNanos;
  private long lastConnections;
  private long lastHandOvers;

  ProgressLine(Tally tally) {
    this.tally = tally;
  }

  boolean isDue(long nowNanos, long stepNanos) {
    return nowNanos - lastNanos >= stepNanos;
  }

  /** The line for the time since the last call. */
  String next(long nowNanos) {
    double seconds = (nowNanos - lastNanos) / 1e9;
    long connections = tally.connections.sum();
    long handOvers = tally.handOvers.sum();
    String line =
        String.format(
            Locale.ROOT,
            "%5d s  connections %11s  %6s/s  open %5s  hand-overs %14s  %10s/s  lost %s",
            Math.round((nowNanos - startNanos) / 1e9),
            Numbers.count(connections),
            Numbers.whole((connections - lastConnections) / seconds),
            Numbers.count(tally.clientsOpen.get()),
            Numbers.count(handOvers),
            Numbers.whole((handOvers - lastHandOvers) / seconds),
            Numbers.count(tally.faults().lost()));
    lastNanos = nowNanos;
    lastConnections = connections;
    lastHandOvers = handOvers;
    return line;
  }
}
