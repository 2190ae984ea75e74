package dev.ioserver.examples.cli;

import dev.ioserver.examples.gateway.load.LoadProgress;
import dev.ioserver.examples.report.Numbers;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What is printed of a load each second. */
final class ProgressLine {

  private final LoadProgress progress;
  private final long startNanos = System.nanoTime();
  private long lastNanos = startNanos;
  private long lastAnswered;

  ProgressLine(LoadProgress progress) {
    this.progress = progress;
  }

  /** The line for the time since the last call. */
  String next() {
    long now = System.nanoTime();
    long answered = progress.answered();
    double rate = (answered - lastAnswered) * 1e9 / (now - lastNanos);
    lastNanos = now;
    lastAnswered = answered;
    Histogram latest = progress.roundTrips();
    return String.format(
        Locale.ROOT,
        "%4d s  %-10s %10s orders/s   p50 %10s   p99 %10s   unanswered %s",
        Math.round((now - startNanos) / 1e9),
        word(progress.phase()),
        Numbers.whole(rate),
        Numbers.micros((double) latest.getValueAtPercentile(50)),
        Numbers.micros((double) latest.getValueAtPercentile(99)),
        Numbers.count(progress.sent() - answered));
  }

  static String word(LoadProgress.Phase phase) {
    return switch (phase) {
      case CONNECTING -> "connecting";
      case WARMING_UP -> "warm-up";
      case MEASURING -> "measuring";
      case FINISHING -> "finishing";
    };
  }
}
