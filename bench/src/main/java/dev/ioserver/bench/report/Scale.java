package dev.ioserver.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a time lies between the ends of an axis.
 *
 * @param from the time at the left end, in nanoseconds
 * @param to the time at the right end
 * @param isLogarithmic or even; an even one begins at 0
 */
record Scale(double from, double to, boolean isLogarithmic) {

  private static final int TICKS = 5;

  /** A line across the plot, and what is written under it. */
  record Tick(double nanos, String text) {}

  /** An axis on which all times between two have a place. */
  static Scale of(double least, double most, boolean logarithmic) {
    if (logarithmic) {
      return new Scale(
          Math.pow(10, Math.floor(Math.log10(least))),
          Math.pow(10, Math.ceil(Math.log10(most))),
          true);
    }
    double step = step(most);
    return new Scale(0, Math.ceil(most / step) * step, false);
  }

  /** From 0 at the left to 1 at the right. */
  double position(double nanos) {
    return isLogarithmic
        ? (Math.log10(nanos) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
        : nanos / to;
  }

  List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    if (isLogarithmic) {
      for (double nanos = from; nanos <= to * 1.001; nanos *= 10) {
        ticks.add(new Tick(nanos, text(nanos)));
      }
    } else {
      double step = step(to);
      for (int i = 0; i * step <= to * 1.001; i++) {
        ticks.add(new Tick(i * step, text(i * step)));
      }
    }
    return ticks;
  }

  /** A round number of which a few make up the whole. */
  private static double step(double most) {
    double rough = most / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10) * power;
  }

  private static String text(double nanos) {
    if (nanos == 0) {
      return "0";
    }
    if (nanos < 1e3) {
      return trimmed(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return trimmed(nanos / 1e3) + " us";
    }
    return nanos < 1e9 ? trimmed(nanos / 1e6) + " ms" : trimmed(nanos / 1e9) + " s";
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
