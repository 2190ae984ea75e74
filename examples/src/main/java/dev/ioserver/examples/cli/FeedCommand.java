package dev.ioserver.examples.cli;

import dev.ioserver.examples.dashboard.Dashboard;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import dev.ioserver.examples.report.FeedOutcome;
import dev.ioserver.examples.report.FeedReport;
import dev.ioserver.examples.report.PercentilePlot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ioserver feed}: subscribers of the gateway's market data, alone or with everything. */
@Command(
    name = "feed",
    description = {
      "Subscribers of the gateway's market data feed, ITCH 5.0 over MoldUDP64 multicast: they keep"
          + " the books, ask for what they have missed, and measure.",
      "Without --connect it runs the gateway, a load of clients and the subscribers in one process,"
          + " and ends with a table."
    },
    footer = {
      "",
      "Exit code: 0 all books are equal, 1 they are not, or messages were lost,",
      "2 it could not start, or not write a file."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true)
final class FeedCommand implements Callable<Integer> {

  @Mixin private FeedOptions options;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FeedCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    new OutputFiles(null, options.svg).check();
    FeedRun run = new FeedRun(options, this::say);
    try (StopSignal signal = new StopSignal();
        Dashboard _ = dashboard(run)) {
      signal.onStop(run::stop);
      FeedOutcome outcome = options.connect == null ? run.everything() : run.subscribers();
      say(System.lineSeparator() + FeedReport.of(outcome));
      if (options.svg != null) {
        PercentilePlot.write(options.svg, "Market data feed: " + run.describe(), times(outcome));
      }
      return outcome.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private @Nullable Dashboard dashboard(FeedRun run) throws IOException {
    return options.dashboard.start(
        "ioserver feed", options.engineOptions.engine, run.live(), this::say);
  }

  private static Map<String, Histogram> times(FeedOutcome outcome) {
    Map<String, Histogram> series = new LinkedHashMap<>();
    for (SubscriberResult each : outcome.subscribers()) {
      series.put(each.name() + ", kernel to application", each.counts().kernelToApplication.all());
      series.put(each.name() + ", wire to book", each.counts().wireToBook.all());
    }
    return series;
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text.stripTrailing());
    out.flush();
  }
}
