package dev.ioserver.examples.cli;

import dev.ioserver.examples.gateway.server.Matching;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code ioserver gateway}, as picocli fills them in. */
final class GatewayOptions {

  /** What is to be run; at most one of these. */
  static final class Mode {
    @Option(
        names = "--listen",
        paramLabel = "HOST:PORT",
        converter = HostPort.class,
        description = "Only the gateway, until Ctrl-C; port 0 lets the system choose.")
    @Nullable InetSocketAddress listen;

    @Option(
        names = "--connect",
        paramLabel = "HOST:PORT",
        converter = HostPort.class,
        description = "Only the clients, against a gateway that runs elsewhere.")
    @Nullable InetSocketAddress connect;

    @Option(
        names = "--compare",
        paramLabel = "ENGINE,ENGINE",
        converter = EngineNames.Converter.class,
        description = "Both, with each of these engines in turn, and the ratios: epoll,nio.")
    @Nullable EngineNames compare;

    Mode() {}
  }

  @ArgGroup(exclusive = true)
  Mode mode = new Mode();

  /** Of gateway and clients. */
  @Mixin EngineOptions engineOptions;

  @Mixin DashboardOptions dashboard;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many clients there are (default: ${DEFAULT-VALUE}).")
  int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20000",
      description = {
        "Orders a second of all clients (default: ${DEFAULT-VALUE});",
        "0: as many as are answered, "
            + "32 unanswered ones per connection; round trips then count from sending."
      })
  int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each run is measured (default: 7; 5 with --compare).")
  @Nullable Double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "20",
      description = {
        "A measurement begins when the compilers have been quiet for a second,",
        "but after so many seconds at most (default: ${DEFAULT-VALUE})."
      })
  double warmup;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = {
        "How often --compare runs each engine (default: ${DEFAULT-VALUE}),",
        "after one time that does not count."
      })
  int rounds;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "The gateway's event loops with a thread each;",
        "0: the thread of the sessions runs the loop itself (default)."
      })
  int loops;

  @Option(
      names = "--cpus",
      paramLabel = "N,N,...",
      converter = Cpus.Converter.class,
      description = {
        "On Linux: pins threads to these processors in turn, as they start:",
        "the sessions', those of the books if they have any, the clients'."
      })
  @Nullable Cpus cpus;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "Gateway and clients meet at this Unix socket, instead of at a TCP port.")
  @Nullable Path unix;

  @Mixin TlsOptions tls;

  @Option(
      names = "--no-watch",
      description = {
        "No threads that watch the clock, to tell stalls of the machine from those of the gateway;",
        "they look a thousand times a second."
      })
  boolean noWatch;

  @Option(
      names = "--books",
      paramLabel = "inline|threads",
      converter = BooksConverter.class,
      description = {
        "Where orders are matched: on the thread of the sessions, or on a thread for each stock",
        "(default: inline with fewer than four processors, else threads)."
      })
  @Nullable Matching books;

  @Option(
      names = "--stocks",
      paramLabel = "N|A,B,...",
      defaultValue = "4",
      converter = Stocks.Converter.class,
      description = "How many stocks, or which ones (default: ${DEFAULT-VALUE}).")
  Stocks stocks;

  @Option(
      names = "--credentials",
      paramLabel = "USER:PASSWORD",
      defaultValue = "demo:demo",
      converter = Credentials.Converter.class,
      description = {
        "Who may log in (default: ${DEFAULT-VALUE});",
        "clients add two characters to the user, for each has a session of its own."
      })
  Credentials credentials;

  @Option(
      names = "--fix",
      paramLabel = "PORT",
      description = {
        "Listens for FIX 4.4 as well, on the host of --listen, or on loopback;",
        "0 lets the system choose. See docs/fix.md."
      })
  @Nullable Integer fix;

  @Option(
      names = "--feed",
      paramLabel = "GROUP:PORT",
      converter = Groups.Converter.class,
      description = {
        "Publishes the books as ITCH 5.0 over MoldUDP64 multicast, 239.255.0.1:30001 for one;",
        "each of several, with commas between them, gets all of it."
      })
  @Nullable Groups feed;

  @Option(
      names = "--feed-interface",
      paramLabel = "NAME",
      description = "The network interface of the feed (default: the loopback interface).")
  @Nullable String feedInterface;

  @Option(
      names = "--feed-books",
      paramLabel = "FILE",
      description = "With --listen: writes the books at the end, for 'ioserver feed --books'.")
  @Nullable Path feedBooks;

  @Option(
      names = "--hgrm",
      paramLabel = "FILE",
      description = "Writes the round trips as HdrHistogram's percentile text, in microseconds.")
  @Nullable Path hgrm;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = {
        "Writes a plot of the round trips by percentile;",
        "on Linux that takes fontconfig and a font."
      })
  @Nullable Path svg;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  GatewayOptions() {}

  /** Where orders are matched. */
  Matching matching() {
    return books == null ? Matching.here() : books;
  }

  double measuredSeconds() {
    if (seconds != null) {
      return seconds;
    }
    return mode.compare == null ? 7 : 5;
  }

  /** Where to listen for FIX, or null. */
  @Nullable InetSocketAddress fixAddress() {
    if (fix == null) {
      return null;
    }
    return mode.listen == null || mode.listen.isUnresolved()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), fix)
        : new InetSocketAddress(mode.listen.getAddress(), fix);
  }

  /** Throws what is wrong with the options together, or with a number. */
  void check() {
    require(connections >= 1, "--connections " + connections + " must be 1 or more");
    require(rate >= 0, "--rate " + rate + " must be 0 or more");
    require(rounds >= 1 && rounds <= 100, "--rounds " + rounds + " must be 1 to 100");
    require(warmup >= 0 && warmup <= 3600, "--warmup " + warmup + " must be 0 to 3600");
    dashboard.check();
    require(
        dashboard.address == null || (mode.connect == null && mode.compare == null),
        "--dashboard shows a gateway, or one with its clients, and not --connect or --compare");
    double measured = measuredSeconds();
    require(measured > 0 && measured <= 86_400, "--seconds " + measured + " must be up to 86400");
    require(loops >= 0 && loops <= 1024, "--loops " + loops + " must be 0 to 1024");
    require(cpus == null || loops == 0, "--cpus needs --loops 0: it pins no other event loops");
    require(
        unix == null || (mode.listen == null && mode.connect == null),
        "--unix is for gateway and clients in one process");
    tls.check(mode.listen != null, mode.connect != null);
    require(mode.connect == null || fix == null, "--fix is the gateway's, and not for --connect");
    require(fix == null || (fix >= 0 && fix <= 0xFFFF), "--fix " + fix + " must be 0 to 65535");
    require(mode.connect == null || feed == null, "--feed is the gateway's, and not for --connect");
    require(feedInterface == null || feed != null, "--feed-interface needs --feed");
    require(feedBooks == null || mode.listen != null, "--feed-books needs --listen");
    require(mode.listen == null || (hgrm == null && svg == null), "--listen measures nothing");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
