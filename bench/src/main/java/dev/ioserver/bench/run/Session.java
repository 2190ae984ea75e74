package dev.ioserver.bench.run;

import dev.ioserver.bench.peer.Idle;
import dev.ioserver.bench.peer.NativeProgram;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.peer.Pinning;
import dev.ioserver.bench.wake.ParkedBenchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs cases in rounds. A round runs every case once, each in a JVM of its own, so that what is
 * compared was measured shortly one after the other and a neighbour's noise, which comes and goes,
 * hits all peers alike. In the first round an iteration is added in which the kernel counts system
 * calls, and which is not part of the times.
 */
public final class Session {

  /** What a fork costs before and after it measures, as a first guess. */
  private static final double START_SECONDS = 1.0;

  /** What counting system calls costs beside its iteration, as a guess. */
  private static final double COUNTING_SECONDS = 0.5;

  private static final double LEAST_SECONDS = 0.2;
  private static final double MOST_SECONDS = 5;
  private static final int WARMUPS = 2;
  private static final int MEASUREMENTS = 2;

  /** The iteration that counts, as a part of those that do not. */
  private static final double COUNTING_SHARE = 1.0 / (WARMUPS + MEASUREMENTS);

  private static final double NANOS_PER_MICRO = 1_000;

  /** A call with which only wakers of the harness wait, when there are more than processors. */
  private static final String YIELD = "sched_yield";

  /** System calls per operation that are worth a word. */
  private static final double LEAST_SHOWN = 0.01;

  private final List<Outcome> outcomes;
  private final Effort effort;
  private final PrintStream progress;
  private final Path log;
  private final long began = System.nanoTime();
  private int done;
  private int planned;
  private boolean counting;

  /** What runs took beyond the time they were told to measure: that of starting and ending. */
  private double overheadSeconds;

  private int runs;

  /**
   * A session over some cases.
   *
   * @param log what JMH says goes there
   */
  public Session(List<Case> cases, Effort effort, PrintStream progress, Path log) {
    this.outcomes = cases.stream().map(Outcome::new).toList();
    this.effort = effort;
    this.progress = progress;
    this.log = log;
  }

  /** Runs it all; what could not be run says why. */
  public List<Outcome> run() throws IOException {
    List<Outcome> able = able();
    planned = able.size() * effort.rounds();
    counting = canCount(able);
    try (PrintStream to = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
      for (int round = 0; round < effort.rounds(); round++) {
        round(able, round, to);
      }
    }
    return outcomes;
  }

  /** Writes what JMH found in JMH's own format. */
  public void writeJson(Path file) throws IOException {
    List<RunResult> results =
        outcomes.stream().map(Outcome::merged).filter(Objects::nonNull).toList();
    try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
  }

  private List<Outcome> able() {
    List<Outcome> able = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      String cause = Peers.unavailabilityCause(outcome.what().peer());
      if (cause == null) {
        able.add(outcome);
      } else {
        outcome.cause(cause);
      }
    }
    outcomes.stream()
        .filter(outcome -> outcome.cause() != null)
        .map(outcome -> outcome.what().peer() + ": " + outcome.cause())
        .distinct()
        .forEach(text -> progress.println("!! LEFT OUT, " + text));
    return able;
  }

  private void round(List<Outcome> able, int round, PrintStream to) {
    String title = "";
    double seconds = 0;
    for (int i = 0; i < able.size(); i++) {
      // Every other round backwards: nobody comes always after the same neighbour.
      Outcome outcome = able.get(round % 2 == 0 ? i : able.size() - 1 - i);
      // Those that are compared with each other are measured for the same time.
      if (!outcome.what().title().equals(title)) {
        title = outcome.what().title();
        int runsToCome = able.size() * (effort.rounds() - round) - i;
        seconds = secondsPerRun(runsToCome, counting && round == 0 ? able.size() - i : 0);
      }
      if (round > 0 && isOver()) {
        progress.println(
            "the time is up: "
                + (able.size() - i)
                + " runs of round "
                + (round + 1)
                + " are left out");
        return;
      }
      double before = elapsed();
      Sample sample = outcome.cause() == null ? measure(outcome, round, seconds, to) : null;
      if (sample != null) {
        outcome.add(sample);
        double counted = counting && round == 0 ? COUNTING_SECONDS + seconds * COUNTING_SHARE : 0;
        overheadSeconds += elapsed() - before - seconds - counted;
        runs++;
      }
      tell(outcome.what(), sample == null ? "failed, see " + log : text(sample.nanos()));
    }
  }

  /** What is left of the time, shared among the runs that are to come. */
  private double secondsPerRun(int runsToCome, int countsToCome) {
    if (effort.secondsPerRun() > 0) {
      return effort.secondsPerRun();
    }
    if (effort.budgetSeconds() == 0) {
      return MOST_SECONDS;
    }
    double overhead = runs == 0 ? START_SECONDS : overheadSeconds / runs;
    double left =
        effort.budgetSeconds()
            - elapsed()
            - runsToCome * overhead
            - countsToCome * COUNTING_SECONDS;
    double share = left / (runsToCome + countsToCome * COUNTING_SHARE);
    return Math.clamp(share, LEAST_SECONDS * 2, MOST_SECONDS);
  }

  private @Nullable Sample measure(Outcome outcome, int round, double seconds, PrintStream to) {
    Case what = outcome.what();
    if (isWakeInC(what)) {
      outcome.systemCalls("not Java");
      return wakeInC(what, round, seconds);
    }
    String without = what.group().callsMeanNothing();
    boolean counts = counting && round == 0 && without == null;
    if (counting && without != null) {
      outcome.systemCalls(without);
    }
    boolean own = what.group().figure().isOwn();
    int measurements = own ? 1 : MEASUREMENTS;
    // The benchmark's own are shots that take as long as they are told to.
    long millis = Math.max(own ? 100 : 1, Math.round(seconds * 1_000 / (WARMUPS + measurements)));
    ChainedOptionsBuilder options =
        options(what)
            .warmupIterations(WARMUPS)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(measurements + (counts ? 1 : 0))
            .measurementTime(TimeValue.milliseconds(millis))
            .addProfiler(GCProfiler.class);
    if (own) {
      options.param("millis", Long.toString(millis));
    }
    if (counts) {
      options.addProfiler(SyscallProfiler.class, SyscallProfiler.LAST);
    }
    Collection<RunResult> results = run(options, to);
    if (results.isEmpty()) {
      outcome.fail("it failed, see " + log);
      return null;
    }
    RunResult result = results.iterator().next();
    if (counts) {
      result = counted(outcome, result);
    }
    outcome.add(List.of(result));
    return sample(what.group().figure(), round, result);
  }

  private static Sample sample(Group.Figure figure, int round, RunResult result) {
    Allocated allocated =
        new Allocated(score(result, "gc.alloc.rate.norm"), operationsPerIteration(result));
    Allocated ownAllocated = Allocated.exactly(score(result, "bytesPerOperation"));
    Result<?> primary = result.getPrimaryResult();
    return switch (figure) {
      case MEAN -> new Sample(round, primary.getScore(), Double.NaN, allocated);
      case MEDIAN ->
          new Sample(
              round,
              primary.getStatistics().getPercentile(50),
              primary.getStatistics().getPercentile(99),
              allocated);
      case OWN_PERCENTILES ->
          new Sample(
              round,
              score(result, "p50Micros") * NANOS_PER_MICRO,
              score(result, "p99Micros") * NANOS_PER_MICRO,
              ownAllocated);
      case OWN_MEAN ->
          new Sample(round, score(result, "nanosPerOperation"), Double.NaN, ownAllocated);
    };
  }

  private static double operationsPerIteration(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToLong(iteration -> iteration.getMetadata().getMeasuredOps())
        .average()
        .orElse(0);
  }

  private static double score(RunResult result, String name) {
    return score(result.getSecondaryResults().get(name));
  }

  /** One of the results that come beside the time, or NaN. */
  private static double score(@Nullable Result<?> found) {
    return found == null ? Double.NaN : found.getScore();
  }

  /** Whether they are to be counted here and can be. */
  private boolean canCount(List<Outcome> able) {
    if (!effort.countSystemCalls()) {
      able.forEach(outcome -> outcome.systemCalls("not asked for"));
      return false;
    }
    String cause = SyscallCounter.unavailabilityCause();
    if (cause != null) {
      progress.println("!! SYSTEM CALLS ARE NOT COUNTED: " + cause);
      able.forEach(outcome -> outcome.systemCalls("not counted: " + cause));
    }
    return cause == null;
  }

  private boolean isOver() {
    return effort.budgetSeconds() > 0 && elapsed() > effort.budgetSeconds();
  }

  /**
   * Notes the system calls of the last iteration, and gives the result without it: the time of an
   * iteration that is counted is of no use.
   */
  private static RunResult counted(Outcome outcome, RunResult result) {
    BenchmarkResult fork = result.getBenchmarkResults().iterator().next();
    List<IterationResult> iterations = new ArrayList<>(fork.getIterationResults());
    IterationResult last = iterations.removeLast();
    note(outcome, last);
    return new RunResult(
        result.getParams(),
        List.of(new BenchmarkResult(fork.getParams(), iterations, fork.getMetadata())));
  }

  private static void note(Outcome outcome, IterationResult last) {
    double operations =
        outcome.what().group().figure().isOwn()
            ? score(last.getSecondaryResults().get("operations"))
            : 1;
    Map<String, Double> calls = new TreeMap<>();
    for (String name : last.getSecondaryResults().keySet()) {
      if (name.startsWith(SyscallProfiler.PREFIX)) {
        calls.put(
            name.substring(SyscallProfiler.PREFIX.length()),
            score(last.getSecondaryResults().get(name)) / operations);
      }
    }
    Double all = calls.remove(SyscallProfiler.ALL);
    Double yields = calls.remove(YIELD);
    String byName =
        calls.entrySet().stream()
            .filter(call -> call.getValue() >= LEAST_SHOWN)
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .map(call -> String.format(Locale.ROOT, "%s %.2f", call.getKey(), call.getValue()))
            .collect(Collectors.joining(", "));
    if (all == null) {
      outcome.systemCalls("failed");
    } else {
      outcome.systemCalls(yields == null ? all : Math.max(0, all - yields), calls, byName);
    }
  }

  private ChainedOptionsBuilder options(Case what) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(what.benchmark()) + "$")
            .param("peer", what.peer())
            .forks(1)
            .jvmArgsPrepend(
                "-D" + Idle.PROPERTY + "=" + effort.serverIdle(),
                "-D" + Pinning.PROPERTY + "=" + effort.pin())
            .shouldFailOnError(false)
            .timeout(TimeValue.seconds(30));
    what.variant().forEach(options::param);
    return options;
  }

  /** JMH prints to standard output; while it runs, that is the log. */
  private Collection<RunResult> run(ChainedOptionsBuilder options, PrintStream to) {
    PrintStream terminal = System.out;
    System.setOut(to);
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      to.println(e);
      progress.println("!! " + e.getMessage());
      return List.of();
    } finally {
      System.setOut(terminal);
    }
  }

  static boolean isWakeInC(Case what) {
    return what.peer().equals(Peers.C) && what.group().type() == ParkedBenchmark.class;
  }

  /** The one peer that measures itself: the threads between which it wakes are C's. */
  private @Nullable Sample wakeInC(Case what, int round, double seconds) {
    String pause = what.variant().getOrDefault("pauseMicros", "30");
    // Parking, waking and the pause: a guess on the safe side.
    long wakes = Math.max(200, Math.round(seconds * 1e6 / (Integer.parseInt(pause) + 30)));
    try {
      Process process = NativeProgram.WAKE_C.start(pause, Long.toString(wakes));
      String[] found =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .trim()
              .split(" ", -1);
      if (found.length != 4) {
        return null;
      }
      boolean untilItRuns = what.group().method().equals("wakeUntilItRuns");
      return untilItRuns
          ? new Sample(
              round, Double.parseDouble(found[2]), Double.parseDouble(found[3]), Allocated.UNKNOWN)
          : new Sample(round, Double.parseDouble(found[0]), Double.NaN, Allocated.UNKNOWN);
    } catch (IOException e) {
      progress.println(e.getMessage());
      return null;
    }
  }

  private void tell(Case what, String result) {
    done++;
    progress.printf(
        Locale.ROOT,
        "[%3d/%d] %3d s  %-58s %-18s %s%n",
        done,
        planned,
        Math.round(elapsed()),
        what.title(),
        what.peer(),
        result);
  }

  private double elapsed() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** A time in the unit that suits it. */
  public static String text(double nanos) {
    if (Double.isNaN(nanos)) {
      return "";
    }
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.1f ns", nanos);
    }
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.2f us", nanos / 1_000);
    }
    return nanos < 1_000_000_000
        ? String.format(Locale.ROOT, "%.2f ms", nanos / 1_000_000)
        : String.format(Locale.ROOT, "%.2f s", nanos / 1_000_000_000);
  }
}
