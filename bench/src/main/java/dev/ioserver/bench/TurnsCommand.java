package dev.ioserver.bench;

import dev.ioserver.bench.echo.EchoTurns;
import dev.ioserver.bench.peer.Peers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
          + " every server in a process of its own. It tells differences of a percent on a noisy"
          + " machine. taskset before the command pins client and servers."
    })
final class TurnsCommand implements Callable<Integer> {

  private static final Set<String> KNOWN =
      Set.of(
          Peers.IOSERVER,
          Peers.IOSERVER_NIO,
          Peers.IOSERVER_ADAPTIVE,
          Peers.IOSERVER_SELECTOR,
          Peers.JAVA_NIO,
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
      description = "How long to measure; ${DEFAULT-VALUE}.")
  private double seconds = 20;

  @Spec private CommandSpec spec;

  /** For picocli. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TurnsCommand() {}

  @Override
  public Integer call() throws Exception {
    check();
    PrintStream terminal = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<double[]> laps;
    try (EchoTurns turns = new EchoTurns(peers)) {
      laps = turns.run(seconds);
    }
    terminal.printf("%d laps; medians, and 95 %% intervals of the median ratio%n", laps.size());
    terminal.printf("%-18s %10s   times the time of %s%n", "peer", "round trip", peers.getFirst());
    for (int i = 0; i < peers.size(); i++) {
      int peer = i;
      double micros = EchoTurns.median(laps.stream().mapToDouble(lap -> lap[peer]).toArray())[1];
      double[] ratio =
          EchoTurns.median(laps.stream().mapToDouble(lap -> lap[peer] / lap[0]).toArray());
      terminal.printf(
          "%-18s %7.2f us   %.3f (%.3f to %.3f)%n",
          peers.get(i), micros / 1e3, ratio[1], ratio[0], ratio[2]);
    }
    return 0;
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
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw new ParameterException(spec.commandLine(), "--seconds must be up to 3600");
    }
  }
}
