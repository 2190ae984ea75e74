package dev.ioserver.examples.cluster.cli;

import dev.ioserver.examples.cluster.run.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code ioserver cluster}: the trial, or one process of a cluster. */
@Command(
    name = "ioserver cluster",
    description = {
      "Order gateways in front of replicated order books on Aeron Cluster.",
      "Without a subcommand it starts three members and two gateways as processes on loopback,"
          + " trades, kills the leader and a gateway, starts them again, and ends with a table."
    },
    footer = {
      "",
      "Exit code: 0 ok, 1 something was lost or happened twice, 2 it could not start.",
      "docs/guide/cluster.md tells what is guaranteed."
    },
    subcommands = {NodeCommand.class, GatewayCommand.class},
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class ClusterCommand implements Callable<Integer> {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "8",
      description = "How long it is calm before and after the kills (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Orders a second of all clients (default: ${DEFAULT-VALUE}, for two processors).")
  private int rate;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many clients there are (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "0",
      description = "Kills at random, so many, instead of the leader and then a gateway.")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the random kills follow from (default: another one in each run).")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where logs and data go, and stay; by default they are removed at the end.")
  private @Nullable Path data;

  /** Made by picocli. */
  public ClusterCommand() {}

  /** Returns the command, ready to be executed. */
  public static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new ClusterCommand())
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(seconds >= 1 && seconds <= 3600, "--seconds must be 1 to 3600");
    require(rate >= 1 && rate <= 100_000, "--rate must be 1 to 100000");
    require(clients >= 1 && clients <= 1000, "--clients must be 1 to 1000");
    require(kills >= 0 && kills <= 10_000, "--kills must be 0 to 10000");
    Path folder = data == null ? Files.createTempDirectory("ioserver-cluster-") : data;
    Files.createDirectories(folder);
    try (var entries = Files.list(folder)) {
      require(entries.findAny().isEmpty(), "--data " + folder + " is not empty");
    }
    boolean good = false;
    try {
      good = trial(folder).run();
    } catch (TimeoutException e) {
      say(String.valueOf(e.getMessage()));
    }
    if (good && data == null) {
      IoUtil.delete(folder.toFile(), true);
    }
    return good ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Trial trial(Path folder) {
    long start = seed == null ? System.nanoTime() & Integer.MAX_VALUE : seed;
    return new Trial(folder, seconds, rate, clients, kills, start, ClusterCommand::say);
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
