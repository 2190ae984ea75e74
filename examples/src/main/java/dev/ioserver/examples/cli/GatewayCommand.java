package dev.ioserver.examples.cli;

import dev.ioserver.examples.dashboard.Dashboard;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import dev.ioserver.examples.machine.ThreadStarter;
import dev.ioserver.examples.report.CompareReport;
import dev.ioserver.examples.report.Drain;
import dev.ioserver.examples.report.RunOutcome;
import dev.ioserver.examples.report.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ioserver gateway}: the gateway, a load for it, or both. */
@Command(
    name = "gateway",
    description = {
      "An order gateway that speaks SoupBinTCP 3.00 and OUCH 4.2, and FIX 4.4 if asked to.",
      "Without --listen or --connect it runs the gateway and a load of its own clients in one"
          + " process, and ends with a table."
    },
    footer = {
      "",
      "Round trips count from the moment when an order was due, sent in time or not.",
      "Exit code: 0 ok, 1 orders were lost, 2 it could not start, or not write a file."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true)
final class GatewayCommand implements Callable<Integer> {

  @Mixin private GatewayOptions options;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  GatewayCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    OutputFiles files = new OutputFiles(options.hgrm, options.svg);
    files.check();
    GatewayRuns runs = new GatewayRuns(options, GatewayTls.of(options), out());
    if (options.mode.listen != null) {
      GatewayConfig config = runs.config(options.engineOptions.engine).listen(options.mode.listen);
      return listen(config, runs.threads());
    }
    try (StopSignal signal = new StopSignal();
        Dashboard _ = dashboard(runs.live())) {
      signal.onStop(runs::stop);
      return load(runs, files);
    }
  }

  private @Nullable Dashboard dashboard(LiveRun live) throws IOException {
    return options.dashboard.start(
        "ioserver gateway", options.engineOptions.engine, live, this::say);
  }

  private int listen(GatewayConfig config, ThreadStarter threads)
      throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    LiveRun live = new LiveRun();
    try (StopSignal signal = new StopSignal();
        GatewayServer gateway = GatewayServer.start(config, threads);
        Dashboard _ = dashboard(live)) {
      live.gateway(gateway);
      signal.onStop(stop::countDown);
      say(GatewayRuns.describe(gateway) + "; Ctrl-C ends it");
      InetSocketAddress feed = gateway.feedAddress();
      if (feed != null) {
        say("feed from " + HostText.of(feed) + " to " + groups());
      }
      stop.await();
      say("closing: " + gateway.statistics());
      Drain.of(gateway, this::say);
      if (options.feedBooks != null) {
        BookFile.write(options.feedBooks, gateway.closeAndGetBooks());
      }
    }
    return ExitCode.OK;
  }

  private int load(GatewayRuns runs, OutputFiles files) throws IOException, InterruptedException {
    say(runs.describe());
    List<List<RunOutcome>> rounds;
    String report;
    if (options.mode.compare != null) {
      rounds = runs.compare(options.mode.compare.names());
      report = rounds.isEmpty() ? "" : new CompareReport(rounds).toString();
    } else {
      InetSocketAddress elsewhere = options.mode.connect;
      RunOutcome outcome =
          elsewhere == null ? runs.both(options.engineOptions.engine) : runs.clients(elsewhere);
      rounds = List.of(List.of(outcome));
      report = RunReport.of(outcome);
    }
    say(System.lineSeparator() + report);
    files.write("Order gateway: round trips, " + runs.describe(), rounds);
    boolean good =
        rounds.stream().flatMap(List::stream).allMatch(outcome -> outcome.load().isGood());
    return good ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private String groups() {
    return options.feed == null
        ? ""
        : options.feed.all().stream().map(HostText::of).collect(Collectors.joining(", "));
  }

  private void say(String text) {
    out().println(text.stripTrailing());
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
