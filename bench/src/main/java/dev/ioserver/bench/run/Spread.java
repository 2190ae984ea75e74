package dev.ioserver.bench.run;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Smallest, median and largest of some numbers; NaN of none. */
public record Spread(double least, double median, double most) {

  private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

  static Spread of(List<Sample> samples, ToDoubleFunction<Sample> what) {
    return of(samples.stream().mapToDouble(what).boxed().toList());
  }

  static Spread of(Collection<Double> values) {
    double[] sorted =
        values.stream().mapToDouble(d -> d).filter(d -> !Double.isNaN(d)).sorted().toArray();
    if (sorted.length == 0) {
      return NONE;
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** Whether there is anything. */
  public boolean isKnown() {
    return !Double.isNaN(median);
  }
}
