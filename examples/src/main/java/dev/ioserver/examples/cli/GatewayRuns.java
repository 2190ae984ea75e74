package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.Layer;
import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import dev.ioserver.examples.gateway.server.Matching;
import dev.ioserver.examples.machine.PinnedThreads;
import dev.ioserver.examples.machine.StallWatch;
import dev.ioserver.examples.machine.ThreadStarter;
import dev.ioserver.examples.report.RunOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs loads one after another, with a gateway in this process or elsewhere. */
final class GatewayRuns {

  private static final double NANOS_PER_SECOND = 1e9;

  private final GatewayOptions options;
  private final GatewayTls tls;
  private final PrintWriter out;
  private final LiveRun live = new LiveRun();

  // Guarded by this: the signal comes on a thread of its own.
  private boolean stopped;
  private @Nullable Load running;

  GatewayRuns(GatewayOptions options, GatewayTls tls, PrintWriter out) {
    this.options = options;
    this.tls = tls;
    this.out = out;
  }

  /** What can be seen of the runs. */
  LiveRun live() {
    return live;
  }

  /** Ends the run under way early, and begins no other. Any thread. */
  synchronized void stop() {
    stopped = true;
    if (running != null) {
      running.stop();
    }
  }

  /** A gateway on loopback and a load for it. */
  RunOutcome both(@Nullable String engine) throws IOException, InterruptedException {
    ThreadStarter threads = threads();
    try (GatewayServer gateway = GatewayServer.start(config(engine), threads)) {
      say(describe(gateway));
      live.gateway(gateway);
      return run(load(engine, gateway.localAddress(), true), gateway, threads);
    }
  }

  /** A load for a gateway that runs elsewhere. */
  RunOutcome clients(InetSocketAddress gateway) throws IOException, InterruptedException {
    say("gateway at " + HostText.of(gateway));
    return run(load(options.engineOptions.engine, gateway, false), null, threads());
  }

  /** Several engines in turn; the rounds that were finished, an outcome for each engine. */
  List<List<RunOutcome>> compare(List<String> engines) throws IOException, InterruptedException {
    List<List<RunOutcome>> rounds = new ArrayList<>();
    // The first time warms up what the engines have in common, so it does not count.
    for (int round = 0; round <= options.rounds && !isStopped(); round++) {
      say(round == 0 ? "warm-up round" : "round " + round + " of " + options.rounds);
      RunOutcome[] outcomes = new RunOutcome[engines.size()];
      for (int turn = 0; turn < engines.size() && !isStopped(); turn++) {
        // Every other round goes backwards, so that none always runs on the warmer machine.
        int engine = round % 2 == 0 ? turn : engines.size() - 1 - turn;
        outcomes[engine] = both(engines.get(engine));
      }
      if (round > 0 && !isStopped()) {
        rounds.add(List.of(outcomes));
      }
    }
    return rounds;
  }

  /** Where threads run. */
  ThreadStarter threads() {
    return options.cpus == null
        ? ThreadStarter.anywhere()
        : new PinnedThreads(options.cpus.numbers());
  }

  GatewayConfig config(@Nullable String engine) {
    GatewayConfig config = GatewayConfig.defaults();
    if (options.unix != null) {
      config = config.listen(UnixDomainSocketAddress.of(options.unix));
    }
    return config
        .engine(engine)
        .loops(options.loops)
        .idle(options.engineOptions.idle)
        .books(options.matching())
        .stocks(options.stocks.symbols())
        .credentials(options.credentials.user(), options.credentials.password())
        .fix(options.fixAddress())
        .feed(feed())
        .layer(tls.server());
  }

  private @Nullable FeedConfig feed() {
    if (options.feed == null) {
      return null;
    }
    String name = options.feedInterface;
    return FeedConfig.of(
        options.feed.all(), name == null ? FeedInterfaces.loopback() : FeedInterfaces.named(name));
  }

  /** A gateway that runs, in words. */
  static String describe(GatewayServer gateway) {
    InetSocketAddress fix = gateway.fixAddress();
    Layer layer = gateway.layer();
    return "gateway on "
        + HostText.of(gateway.localAddress())
        + (layer == null ? "" : " over " + layer.name())
        + (fix == null ? "" : ", FIX 4.4 on " + HostText.of(fix))
        + ", engine "
        + gateway.engine()
        + (gateway.books() == Matching.INLINE ? ", books inline" : ", books on threads");
  }

  /** The load in words. */
  String describe() {
    String orders = options.rate == 0 ? "as many orders as it answers" : options.rate + " orders/s";
    return options.connections + " clients, " + orders;
  }

  private LoadOptions load(@Nullable String engine, SocketAddress gateway, boolean alone) {
    return new LoadOptions(
        engine,
        gateway,
        options.connections,
        options.rate,
        Math.round(options.warmup * NANOS_PER_SECOND),
        Math.round(options.measuredSeconds() * NANOS_PER_SECOND),
        LoadOptions.GRACE_NANOS,
        options.stocks.symbols(),
        options.credentials.user(),
        options.credentials.password(),
        alone,
        tls.client());
  }

  private RunOutcome run(LoadOptions orders, @Nullable GatewayServer gateway, ThreadStarter threads)
      throws IOException, InterruptedException {
    try (StallWatch watch = options.noWatch ? null : new StallWatch()) {
      Load load = new Load(orders, gateway, watch, out);
      live.load(load.progress());
      synchronized (this) {
        running = load;
        if (stopped) {
          load.stop();
        }
      }
      return load.run(threads);
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
