package dev.ioserver.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Has the kernel count the system calls of this process and its children while an iteration runs:
 * {@code -prof dev.ioserver.bench.run.SyscallProfiler}. Times that are taken meanwhile are of no
 * use.
 *
 * <p>What it counts is everything: clients, servers, the JVM's own threads and the few calls that
 * JMH makes around an iteration.
 */
public final class SyscallProfiler implements InternalProfiler {

  /** What the results' names begin with; the calls' names follow. */
  public static final String PREFIX = "syscalls.";

  /** The name of the sum. */
  public static final String ALL = "all";

  /** What to be told to count in the last iteration alone, and to keep silent if that fails. */
  static final String LAST = "last";

  private final boolean lastAlone;
  private int measurements;
  private @Nullable SyscallCounter counter;

  /** For JMH: counts in every iteration. */
  public SyscallProfiler() {
    this("");
  }

  /**
   * For JMH.
   *
   * @param options empty to count in every iteration, "last" for the last one that measures
   */
  public SyscallProfiler(String options) {
    lastAlone = options.equals(LAST);
  }

  @Override
  public String getDescription() {
    return "System calls per operation, counted by the kernel (perf, else strace)";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (iteration.getType() == IterationType.MEASUREMENT) {
      measurements++;
    }
    if (lastAlone && measurements < benchmark.getMeasurement().getCount()) {
      return;
    }
    try {
      counter = SyscallCounter.start();
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    SyscallCounter counting = counter;
    counter = null;
    List<Result<?>> found = new ArrayList<>();
    if (counting == null) {
      return found;
    }
    Map<String, Long> counts;
    try {
      counts = counting.stop();
    } catch (IOException e) {
      fail(e);
      return found;
    }
    double operations = Math.max(1, result.getMetadata().getAllOps());
    counts.forEach(
        (name, count) ->
            found.add(
                new ScalarResult(
                    PREFIX + name, count / operations, "calls/op", AggregationPolicy.AVG)));
    return found;
  }

  /** Times are worth having without counts; who asked for the counts alone is told. */
  private void fail(IOException e) {
    if (!lastAlone) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    System.err.println("system calls are not counted: " + e.getMessage());
  }
}
