package dev.ioserver.examples.cluster.cli;

import dev.ioserver.examples.cluster.gateway.ClusterGateway;
import dev.ioserver.examples.cluster.gateway.EdgeConfig;
import dev.ioserver.examples.cluster.node.Members;
import dev.ioserver.examples.gateway.soup.SoupTimeouts;
import dev.ioserver.examples.report.Drain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code ioserver cluster gateway}: one gateway. */
@Command(
    name = "gateway",
    description =
        "A gateway that speaks SoupBinTCP 3.00 and OUCH 4.2 with clients, until Ctrl-C. It keeps"
            + " nothing that it cannot lose.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
final class GatewayCommand implements Callable<Integer> {

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where clients come to; port 0 lets the system choose.")
  private String listen;

  @Option(
      names = "--members",
      required = true,
      paramLabel = "HOST:PORT,...",
      description = "All members, the same list as for the nodes.")
  private String members;

  @Option(
      names = "--egress-host",
      paramLabel = "HOST",
      description = "Where the members reach this gateway (default: the host of --listen).")
  private @Nullable String egressHost;

  @Option(
      names = "--credentials",
      paramLabel = "USER:PASSWORD",
      defaultValue = "demo:demo",
      description = "Who may log in (default: ${DEFAULT-VALUE}), with two characters added or not.")
  private String credentials;

  @Option(names = "--engine", paramLabel = "NAME", description = "The engine (default: the best).")
  private @Nullable String engine;

  @Option(names = "--controlled", hidden = true, description = "Ends with its input.")
  private boolean controlled;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  GatewayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    int colon = listen.lastIndexOf(':');
    ClusterCommand.require(
        colon > 0 && listen.substring(colon + 1).matches("\\d{1,5}"),
        "--listen '" + listen + "' is not HOST:PORT, 127.0.0.1:9000 for one");
    int split = credentials.indexOf(':');
    ClusterCommand.require(
        split > 0 && split <= 6 && credentials.length() > split + 1,
        "--credentials '" + credentials + "' is not USER:PASSWORD, with a user of up to 6");
    String host = listen.substring(0, colon);
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.getByName(host), Integer.parseInt(listen.substring(colon + 1)));
    EdgeConfig config =
        new EdgeConfig(
            engine,
            address,
            Members.parse(members).ingressEndpoints(),
            egressHost == null ? host : egressHost,
            credentials.substring(0, split),
            credentials.substring(split + 1),
            SoupTimeouts.STANDARD,
            GatewayCommand::say);
    try (Controlled process = new Controlled();
        ClusterGateway gateway = ClusterGateway.open(config)) {
      process.onStop(gateway::stop);
      if (controlled) {
        process.readCommands(command -> {}, gateway::stop);
      }
      say("listening on " + gateway.address().getHostString() + ":" + gateway.address().getPort());
      Drain.tell(gateway.run(), GatewayCommand::say);
      gateway.counters().forEach(line -> say("counter " + line));
    }
    return ExitCode.OK;
  }

  private static void say(String line) {
    System.out.println("gateway: " + line);
    System.out.flush();
  }
}
