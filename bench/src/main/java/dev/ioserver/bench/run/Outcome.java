package dev.ioserver.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/** All that is known of a case. */
public final class Outcome {

  private final Case what;
  private final List<Sample> samples = new ArrayList<>();
  private final List<RunResult> results = new ArrayList<>();
  private @Nullable String cause;
  private boolean failed;
  private final Map<String, Double> calledByName = new TreeMap<>();
  private double systemCallCount = Double.NaN;
  private String systemCalls = "";
  private String systemCallsByName = "";

  Outcome(Case what) {
    this.what = what;
  }

  /** The case. */
  public Case what() {
    return what;
  }

  /** The rounds so far. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Why there are no samples, or null. */
  public @Nullable String cause() {
    return cause;
  }

  /** System calls for each operation, or why that is not known. */
  public String systemCalls() {
    return systemCalls;
  }

  /** The same as a number, or NaN. */
  public double systemCallCount() {
    return systemCallCount;
  }

  /** How often one of them was called for each operation, or NaN if none is known. */
  public double systemCallCount(String name) {
    return calledByName.isEmpty() ? Double.NaN : calledByName.getOrDefault(name, 0.0);
  }

  /** The same, call by call; may be empty. */
  public String systemCallsByName() {
    return systemCallsByName;
  }

  /** The median of the rounds, or NaN. */
  public double nanos() {
    return Spread.of(samples, Sample::nanos).median();
  }

  /** Smallest, median and largest of something over the rounds. */
  public Spread spread(ToDoubleFunction<Sample> what) {
    return Spread.of(samples, what);
  }

  /** What the round that allocated least of it did: noise only adds. */
  public Allocated allocated() {
    return samples.stream()
        .map(Sample::allocated)
        .filter(Allocated::isKnown)
        .min(Comparator.comparingDouble(Allocated::bytesPerOperation))
        .orElse(Allocated.UNKNOWN);
  }

  /**
   * How many times as long as the other's it took, by rounds: each round is a pair that was run one
   * shortly after the other.
   */
  public Spread timesAsLongAs(Outcome other) {
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : samples) {
      for (Sample against : other.samples) {
        if (against.round() == sample.round() && against.nanos() > 0) {
          ratios.add(sample.nanos() / against.nanos());
        }
      }
    }
    return Spread.of(ratios);
  }

  void add(Sample sample) {
    samples.add(sample);
  }

  void add(Collection<RunResult> more) {
    results.addAll(more);
  }

  /** Whether it could have run, and did not. */
  public boolean isFailed() {
    return failed;
  }

  void cause(String text) {
    cause = text;
  }

  void fail(String text) {
    cause = text;
    failed = true;
  }

  void systemCalls(String whyUnknown) {
    systemCalls = whyUnknown;
  }

  void systemCalls(double perOperation, Map<String, Double> calls, String byName) {
    systemCallCount = perOperation;
    calledByName.putAll(calls);
    systemCalls = String.format(Locale.ROOT, "%.2f", perOperation);
    systemCallsByName = byName;
  }

  /** The rounds as if they had been forks of one run of JMH; null without any. */
  @Nullable RunResult merged() {
    if (results.isEmpty()) {
      return null;
    }
    List<BenchmarkResult> forks = new ArrayList<>();
    results.forEach(result -> forks.addAll(result.getBenchmarkResults()));
    return new RunResult(results.getFirst().getParams(), forks);
  }
}
