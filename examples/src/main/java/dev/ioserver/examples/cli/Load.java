package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.examples.gateway.load.LoadListener;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.load.LoadProgress;
import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.LoadRun;
import dev.ioserver.examples.gateway.server.GatewayServer;
import dev.ioserver.examples.machine.Compilers;
import dev.ioserver.examples.machine.StallWatch;
import dev.ioserver.examples.machine.ThreadStarter;
import dev.ioserver.examples.report.RunOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a load on a thread of its own, and prints a line a second meanwhile. */
final class Load implements LoadListener {

  private final @Nullable GatewayServer gateway;
  private final LoadRun run;
  private final PrintWriter out;

  // Written by the clients' thread, read after it has ended.
  private @Nullable LoopCounters countersBefore;
  private @Nullable LoopCounters counted;
  private long cpuBefore;
  private long cpuNanos;

  /**
   * A load.
   *
   * @param gateway the gateway if it runs in this process, for its counters
   * @param watch tells stalls of the machine, or null
   */
  Load(
      LoadOptions options,
      @Nullable GatewayServer gateway,
      @Nullable StallWatch watch,
      PrintWriter out) {
    this.gateway = gateway;
    this.out = out;
    run = new LoadRun(options, this, watch);
    if (Compilers.canBeWatched()) {
      run.warmUpUntil(Compilers.ofThisJvm());
    }
  }

  /** What can be seen of it while it runs. */
  LoadProgress progress() {
    return run.progress();
  }

  /** Ends the measurement early; what was sent is still answered. Any thread. */
  void stop() {
    run.stop();
  }

  /** Runs it to its end. */
  RunOutcome run(ThreadStarter threads) throws IOException, InterruptedException {
    CompletableFuture<LoadResult> result = new CompletableFuture<>();
    threads.start("clients", () -> run(result));
    return new RunOutcome(await(result), counted, cpuNanos);
  }

  @Override
  public void onMeasuring() {
    countersBefore = counters();
    cpuBefore = cpu();
  }

  @Override
  public void onMeasured() {
    cpuNanos = cpu() - cpuBefore;
    LoopCounters after = counters();
    if (after != null && countersBefore != null) {
      counted = after.minus(countersBefore);
    }
  }

  private void run(CompletableFuture<LoadResult> result) {
    try {
      result.complete(run.run());
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private LoadResult await(CompletableFuture<LoadResult> result)
      throws IOException, InterruptedException {
    ProgressLine line = new ProgressLine(run.progress());
    while (true) {
      try {
        return result.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        out.println(line.next());
        out.flush();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException io -> throw io;
          case RuntimeException runtime -> throw runtime;
          case null, default -> throw new IllegalStateException("the clients failed", e.getCause());
        }
      }
    }
  }

  private @Nullable LoopCounters counters() {
    return gateway == null
        ? null
        : gateway.counters().stream().reduce(LoopCounters::plus).orElse(null);
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
