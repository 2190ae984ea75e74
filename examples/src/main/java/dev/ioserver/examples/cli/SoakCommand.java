package dev.ioserver.examples.cli;

import dev.ioserver.examples.soak.SoakConfig;
import dev.ioserver.examples.soak.SoakReport;
import dev.ioserver.examples.soak.SoakResult;
import dev.ioserver.examples.soak.SoakRun;
import dev.ioserver.examples.soak.Verdict;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ioserver soak}: a long run that loses nothing, or says what it lost. */
@Command(
    name = "soak",
    description = {
      "Churn on loopback for a long time: connections that end in all ways, slow readers, an idle"
          + " crowd, timers, and messages from thread to thread; every byte is compared.",
      "It ends with a table; docs/reliability.md says what is tolerated."
    },
    footer = {"", "Exit code: 0 ok, 1 something was lost, wrong or leaked, 2 it could not start."},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true)
final class SoakCommand implements Callable<Integer> {

  private static final double NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long (default: ${DEFAULT-VALUE}); parts of a minute are allowed.")
  private double minutes;

  @Mixin private EngineOptions engineOptions;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the connections are drawn from; another one each time by default.")
  private @Nullable Long seed;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "640",
      description = "New connections a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "128",
      description = "The most that are busy at the same time (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--crowd",
      paramLabel = "N",
      defaultValue = "256",
      description = "The most idle ones besides (default: ${DEFAULT-VALUE}).")
  private int crowd;

  @Option(
      names = "--hand-overs",
      paramLabel = "N",
      defaultValue = "640000",
      description = "Messages a second from thread to thread (default: ${DEFAULT-VALUE}).")
  private int handOvers;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "The server's event loops with a thread each (default: ${DEFAULT-VALUE});",
        "0: the server's own thread runs the loop."
      })
  private int loops;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SoakCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    SoakRun run = new SoakRun(config(), this::say);
    try (StopSignal signal = new StopSignal()) {
      signal.onStop(run::stop);
      SoakResult result = run.run();
      say(System.lineSeparator() + SoakReport.of(result).stripTrailing());
      return Verdict.of(result).isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private SoakConfig config() {
    require(minutes > 0 && minutes <= 10_080, "--minutes " + minutes + " must be up to 10080");
    require(rate >= 1, "--rate " + rate + " must be 1 or more");
    require(
        connections >= 1 && connections <= 4096,
        "--connections " + connections + " must be 1 to 4096");
    require(crowd >= 0 && crowd <= 4096, "--crowd " + crowd + " must be 0 to 4096");
    require(loops >= 0 && loops <= 1024, "--loops " + loops + " must be 0 to 1024");
    require(handOvers >= 4, "--hand-overs " + handOvers + " must be 4 or more");
    return new SoakConfig(
        engineOptions.engine,
        loops,
        engineOptions.idle,
        Math.round(minutes * NANOS_PER_MINUTE),
        seed == null ? System.nanoTime() : seed,
        rate,
        connections,
        crowd,
        handOvers);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
