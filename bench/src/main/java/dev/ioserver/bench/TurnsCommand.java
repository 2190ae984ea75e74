package dev.ioserver.bench;

import dev.ioserver.bench.echo.EchoTurns;
import dev.ioserver.bench.peer.Peers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ioserver bench turns}: small differences between echo servers that block. */
@Command(
    name = "turns",
    mixinStandardHelpOptions = true,
    description = {
      "Ping-pong of 64 bytes over one connection with each server, a few milliseconds each in turn,"
          + " every server in a process of its own. It tells differences of half a percent on a"
          + " noisy machine, if the servers are started anew a few times: where the memory of a"
          + " process happens to lie makes as much. taskset before the command pins client and"
          + " servers."
    })
final class TurnsCommand implements Callable<Integer> {

  private static final Set<String> KNOWN =
      Set.of(
          Peers.IOSERVER,
          Peers.IOSERVER_NIO,
          Peers.IOSERVER_ADAPTIVE,
          Peers.IOSERVER_SELECTOR,
          Peers.JAVA_NIO,
          Peers.JAVA_NIO_KEYS,
          Peers.NETTY_NIO,
          Peers.NETTY_EPOLL,
          Peers.NETTY_IO_URING,
          Peers.C,
          Peers.MIO);

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "The servers; ratios are to the first. ${DEFAULT-VALUE}")
  private List<String> peers = List.of(Peers.IOSERVER, Peers.JAVA_NIO, Peers.C);

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long to measure in each launch; ${DEFAULT-VALUE}.")
  private double seconds = 10;

  @Option(
      names = "--launches",
      paramLabel = "N",
      description = "How often to start the servers anew; ${DEFAULT-VALUE}.")
  private int launches = 5;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TurnsCommand() {}

  @Override
  public Integer call() throws Exception {
    check();
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    double[][] ratios = new double[peers.size()][launches];
    for (int launch = 0; launch < launches; launch++) {
      List<double[]> laps;
      try (EchoTurns turns = new EchoTurns(peers, EchoTurns.WARM_UP)) {
        laps = turns.run(seconds);
      }
      terminal.printf(
          "launch %d, %d laps: median round trip, and times that of %s (95 %% interval)%n",
          launch + 1, laps.size(), peers.getFirst());
      for (int i = 0; i < peers.size(); i++) {
        ratios[i][launch] = print(terminal, laps, i);
      }
    }
    if (launches > 1) {
      terminal.printf("all launches: median ratio (lowest to highest)%n");
      for (int i = 0; i < peers.size(); i++) {
        Arrays.sort(ratios[i]);
        terminal.printf(
            "%-18s            %.3f (%.3f to %.3f)%n",
            peers.get(i),
            (ratios[i][(launches - 1) / 2] + ratios[i][launches / 2]) / 2,
            ratios[i][0],
            ratios[i][launches - 1]);
      }
    }
    return 0;
  }

  /** A line about one server. Returns its median ratio to the first. */
  private double print(PrintStream terminal, List<double[]> laps, int peer) {
    double micros = EchoTurns.median(laps.stream().mapToDouble(lap -> lap[peer]).toArray())[1];
    double[] ratio =
        EchoTurns.median(laps.stream().mapToDouble(lap -> lap[peer] / lap[0]).toArray());
    terminal.printf(
        "%-18s %7.2f us %.3f (%.3f to %.3f)%n",
        peers.get(peer), micros / 1e3, ratio[1], ratio[0], ratio[2]);
    return ratio[1];
  }

  private void check() {
    for (String peer : peers) {
      if (!KNOWN.contains(peer)) {
        throw new ParameterException(
            spec.commandLine(),
            "no peer of turns is called '"
                + peer
                + "'; there are "
                + String.join(", ", KNOWN.stream().sorted().toList()));
      }
      String cause = Peers.unavailabilityCause(peer);
      if (cause != null) {
        throw new ParameterException(spec.commandLine(), "no " + peer + " here: " + cause);
      }
    }
    if (launches < 1 || launches > 100) {
      throw new ParameterException(spec.commandLine(), "--launches must be 1 to 100");
    }
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw new ParameterException(spec.commandLine(), "--seconds must be up to 3600");
    }
  }
}
