package dev.ioserver.bench.report;

import java.util.Locale;

/**
 * Where a time lies on an axis.
 *
 * <p>XChart is given logarithms for a logarithmic axis: it would label one of its own by a pattern
 * for numbers alone, and times have units.
 *
 * @param isLogarithmic by its decades, or even; an even one begins at 0
 */
record Scale(boolean isLogarithmic) {

  /** From this ratio on, small ones would not be seen on an even scale. */
  private static final double LOGARITHMIC_FROM = 8;

  /** What a tick between two decades is called: nothing, but XChart cannot measure that. */
  private static final String NOTHING = " ";

  /** What suits all times between two. */
  static Scale of(double least, double most) {
    return new Scale(most / least > LOGARITHMIC_FROM);
  }

  double position(double nanos) {
    return isLogarithmic ? Math.log10(nanos) : nanos;
  }

  /** Where an axis begins that has a place for a time and all that take longer. */
  double from(double least) {
    return isLogarithmic ? Math.floor(position(least)) : 0;
  }

  /** Where an axis ends that has a place for a time and all that take less. */
  double to(double most) {
    return isLogarithmic ? Math.ceil(position(most)) : most;
  }

  /** What is written at a tick. */
  String text(double position) {
    if (!isLogarithmic) {
      return time(position);
    }
    return position == Math.rint(position) ? time(Math.pow(10, position)) : NOTHING;
  }

  private static String time(double nanos) {
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
