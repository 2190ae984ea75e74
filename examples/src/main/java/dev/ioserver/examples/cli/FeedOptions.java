package dev.ioserver.examples.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code ioserver feed}, as picocli fills them in. */
final class FeedOptions {

  @Option(
      names = "--connect",
      paramLabel = "GROUP:PORT",
      converter = Groups.Converter.class,
      description = {
        "Only subscribers, of a gateway that runs elsewhere with --feed;",
        "one for each group and port, with commas between them."
      })
  @Nullable Groups connect;

  @Option(
      names = "--source",
      paramLabel = "HOST:PORT",
      converter = HostPort.class,
      description = {
        "With --connect: where the feed comes from, as the gateway says at its start;",
        "without it, whoever is heard first is the feed."
      })
  @Nullable InetSocketAddress source;

  @Option(
      names = "--books",
      paramLabel = "FILE",
      description = {
        "With --connect: the books of the gateway, which it writes with --feed-books;",
        "they are compared when the session has ended."
      })
  @Nullable Path books;

  @Option(
      names = "--feed-interface",
      paramLabel = "NAME",
      description = "The network interface of the feed (default: the loopback interface).")
  @Nullable String networkInterface;

  @Option(
      names = "--drop",
      paramLabel = "PART",
      defaultValue = "0",
      description = {
        "The part of all datagrams that each subscriber throws away on purpose,",
        "0.01 for one in a hundred (default: ${DEFAULT-VALUE}). The books are equal all the same."
      })
  double drop;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What those are drawn from; another one each time by default.")
  @Nullable Long seed;

  /** Of gateway, clients and subscribers. */
  @Mixin EngineOptions engineOptions;

  @Mixin DashboardOptions dashboard;

  @Option(
      names = "--subscribers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many subscribers there are (default: ${DEFAULT-VALUE}).")
  int subscribers;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many clients trade (default: ${DEFAULT-VALUE}).")
  int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = {
        "Orders a second of all clients (default: ${DEFAULT-VALUE});",
        "0: as many as are answered."
      })
  int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How long they trade after the warm-up (default: ${DEFAULT-VALUE}).")
  double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description = "Seconds before that (default: ${DEFAULT-VALUE}); they count, too.")
  double warmup;

  @Option(
      names = "--stocks",
      paramLabel = "N|A,B,...",
      defaultValue = "4",
      converter = Stocks.Converter.class,
      description = "How many stocks, or which ones (default: ${DEFAULT-VALUE}).")
  Stocks stocks;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = {
        "Writes a plot of the times by percentile;",
        "on Linux that takes fontconfig and a font."
      })
  @Nullable Path svg;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FeedOptions() {}

  /** Throws what is wrong with a number, or with the options together. */
  void check() {
    dashboard.check();
    require(drop >= 0 && drop < 1, "--drop " + drop + " must be 0 to less than 1");
    require(
        subscribers >= 1 && subscribers <= 16, "--subscribers " + subscribers + " must be 1 to 16");
    require(connections >= 1, "--connections " + connections + " must be 1 or more");
    require(rate >= 0, "--rate " + rate + " must be 0 or more");
    require(warmup >= 0 && warmup <= 3600, "--warmup " + warmup + " must be 0 to 3600");
    require(seconds > 0 && seconds <= 86_400, "--seconds " + seconds + " must be up to 86400");
    require(connect != null || source == null, "--source needs --connect");
    require(connect != null || books == null, "--books needs --connect");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
