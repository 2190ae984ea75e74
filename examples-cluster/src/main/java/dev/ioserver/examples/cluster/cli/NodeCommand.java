package dev.ioserver.examples.cluster.cli;

import dev.ioserver.examples.cluster.node.ClusterNode;
import dev.ioserver.examples.cluster.node.Members;
import dev.ioserver.examples.cluster.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code ioserver cluster node}: one member. */
@Command(
    name = "node",
    description = {
      "One member of the cluster, until Ctrl-C. With one member it is a journal: after a kill it"
          + " goes on with everything."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
final class NodeCommand implements Callable<Integer> {

  @Option(
      names = "--id",
      required = true,
      paramLabel = "N",
      description = "The place of this member in --members, from 0.")
  private int id;

  @Option(
      names = "--members",
      required = true,
      paramLabel = "HOST:PORT,...",
      description = {
        "All members, the same list for each: the host, and the first of five UDP ports in a row."
      })
  private String members;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where its log and its snapshots are (default: cluster-data/N).")
  private @Nullable Path data;

  @Option(
      names = "--stocks",
      paramLabel = "A,B,...",
      defaultValue = "AAPL,MSFT,NVDA,AMZN",
      description = "What is traded, the same on each member (default: ${DEFAULT-VALUE}).")
  private String stocks;

  @Option(
      names = "--snapshot-seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How often a leader takes a snapshot (default: ${DEFAULT-VALUE}).")
  private int snapshotSeconds;

  @Option(
      names = "--sync",
      description = "Forces the log to the disk before an answer, against a loss of power.")
  private boolean sync;

  @Option(names = "--controlled", hidden = true, description = "Commands come from the input.")
  private boolean controlled;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  NodeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterCommand.require(snapshotSeconds >= 1, "--snapshot-seconds must be 1 or more");
    List<String> symbols = List.of(stocks.split(",", -1));
    ClusterCommand.require(
        symbols.size() <= 64
            && symbols.stream().distinct().count() == symbols.size()
            && symbols.stream().allMatch(symbol -> symbol.matches("[A-Z0-9.]{1,8}")),
        "--stocks '" + stocks + "' must be up to 64 different symbols, as in AAPL,MSFT");
    Path folder = data == null ? Path.of("cluster-data", String.valueOf(id)) : data;
    NodeConfig config =
        new NodeConfig(
            id, Members.parse(members), folder, symbols, sync, this::say, NodeCommand::fail);
    try (Controlled process = new Controlled();
        ClusterNode node = ClusterNode.start(config)) {
      if (controlled) {
        process.readCommands(
            command -> {
              if (command.equals("snapshot")) {
                node.snapshot();
              }
            },
            () -> {});
      }
      say("ready, data in " + folder);
      while (!process.await(snapshotSeconds)) {
        node.snapshot();
      }
    }
    return ExitCode.OK;
  }

  private void say(String line) {
    System.out.println("member " + id + ": " + line);
    System.out.flush();
  }

  /** Whatever still runs would only make more lines. */
  private static void fail(String line) {
    System.err.println("ioserver: " + line);
    System.err.flush();
    Runtime.getRuntime().halt(ExitCode.SOFTWARE);
  }
}
