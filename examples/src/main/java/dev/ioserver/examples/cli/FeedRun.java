package dev.ioserver.examples.cli;

import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.feed.subscribe.ReceiverOptions;
import dev.ioserver.examples.feed.subscribe.Subscriber;
import dev.ioserver.examples.feed.subscribe.SubscriberOptions;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.load.LoadListener;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.LoadRun;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import dev.ioserver.examples.report.Drain;
import dev.ioserver.examples.report.FeedOutcome;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of subscribers, with the gateway and the clients in this process or elsewhere. */
final class FeedRun {

  private static final double NANOS_PER_SECOND = 1e9;

  /** A site-local group that never leaves the interface. */
  private static final String GROUP = "239.255.48.64";

  private static final LoadListener NOBODY =
      new LoadListener() {
        @Override
        public void onMeasuring() {}

        @Override
        public void onMeasured() {}
      };

  private final FeedOptions options;
  private final Consumer<String> out;
  private final NetworkInterface networkInterface;
  private final long seed;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final LiveRun live = new LiveRun();
  private final List<Background<SubscriberResult>> running = new ArrayList<>();

  // Guarded by this: the signal comes on a thread of its own.
  private boolean stopped;
  private @Nullable LoadRun load;

  FeedRun(FeedOptions options, Consumer<String> out) {
    this.options = options;
    this.out = out;
    networkInterface =
        options.networkInterface == null
            ? FeedInterfaces.loopback()
            : FeedInterfaces.named(options.networkInterface);
    seed = options.seed == null ? System.nanoTime() : options.seed;
  }

  /** What can be seen of it while it runs. */
  LiveRun live() {
    return live;
  }

  /** The run in words. */
  String describe() {
    String rate = options.rate == 0 ? "as many orders as are answered" : options.rate + " orders/s";
    String trade = options.connect == null ? rate + ", " : "";
    return trade + subscribers.size() + " subscribers" + drops();
  }

  private String drops() {
    return options.drop == 0 ? "" : ", " + options.drop + " of all datagrams thrown away";
  }

  /** Ends the run early, in good order. Any thread. */
  synchronized void stop() {
    stopped = true;
    if (load != null) {
      load.stop();
    } else {
      subscribers.forEach(Subscriber::stop);
    }
  }

  /** Gateway, clients and subscribers. */
  FeedOutcome everything() throws IOException, InterruptedException {
    FeedConfig feed = FeedConfig.of(lines(options.subscribers), networkInterface);
    GatewayConfig config =
        GatewayConfig.defaults()
            .engine(options.engineOptions.engine)
            .idle(options.engineOptions.idle)
            .stocks(options.stocks.symbols())
            .feed(feed);
    try (GatewayServer gateway = GatewayServer.start(config)) {
      live.gateway(gateway);
      InetSocketAddress source = Objects.requireNonNull(gateway.feedAddress(), "no feed");
      out.accept(
          "gateway on "
              + HostText.of(gateway.address())
              + ", feed from "
              + HostText.of(source)
              + ", engine "
              + gateway.engine());
      subscribe(feed.groups(), source);
      out.accept(describe() + (options.drop == 0 ? "" : ", seed " + seed));
      LoadResult traded = trade(gateway);
      Drain.of(gateway, out);
      Map<String, List<RestingOrder>> books = gateway.closeAndGetBooks();
      return new FeedOutcome(traded, gateway.feedStatistics(), results(), books);
    } finally {
      subscribers.forEach(Subscriber::stop);
      running.forEach(Background::join);
    }
  }

  /** Subscribers of a gateway that runs elsewhere. */
  FeedOutcome subscribers() throws IOException, InterruptedException {
    Groups groups = Objects.requireNonNull(options.connect, "no groups");
    try {
      subscribe(groups.all(), options.source);
      out.accept(describe());
      FeedProgressLine line = new FeedProgressLine(null, subscribers);
      for (Background<SubscriberResult> each : running) {
        each.await(() -> out.accept(line.next()));
      }
      List<SubscriberResult> results = results();
      return new FeedOutcome(
          null, null, results, options.books == null ? Map.of() : BookFile.await(options.books));
    } finally {
      subscribers.forEach(Subscriber::stop);
      running.forEach(Background::join);
    }
  }

  private void subscribe(List<InetSocketAddress> groups, @Nullable InetSocketAddress source)
      throws IOException, InterruptedException {
    for (int i = 0; i < groups.size(); i++) {
      ReceiverOptions receiver =
          ReceiverOptions.defaults().source(source).drop(options.drop, seed + i);
      String name = "subscriber " + (i + 1);
      Subscriber subscriber =
          new Subscriber(
              new SubscriberOptions(
                  name, options.engineOptions.engine, groups.get(i), networkInterface, receiver));
      synchronized (this) {
        subscribers.add(subscriber);
        live.subscriber(subscriber);
        if (stopped) {
          subscriber.stop();
        }
      }
      Background<SubscriberResult> thread = new Background<>(name, subscriber::run);
      running.add(thread);
      thread.awaitFirst(subscriber.listening());
    }
  }

  private LoadResult trade(GatewayServer gateway) throws IOException, InterruptedException {
    LoadOptions orders =
        new LoadOptions(
            options.engineOptions.engine,
            gateway.address(),
            options.connections,
            options.rate,
            Math.round(options.warmup * NANOS_PER_SECOND),
            Math.round(options.seconds * NANOS_PER_SECOND),
            LoadOptions.GRACE_NANOS,
            options.stocks.symbols(),
            "demo",
            "demo",
            true);
    // The orders that rest in the end are what the books are compared by.
    LoadRun run = new LoadRun(orders, NOBODY).leavingOrders();
    synchronized (this) {
      load = run;
      if (stopped) {
        run.stop();
      }
    }
    live.load(run.progress());
    FeedProgressLine line = new FeedProgressLine(run.progress(), subscribers);
    return new Background<>("clients", run::run).await(() -> out.accept(line.next()));
  }

  private List<SubscriberResult> results() throws IOException, InterruptedException {
    List<SubscriberResult> results = new ArrayList<>();
    for (Background<SubscriberResult> each : running) {
      results.add(each.await(() -> {}));
    }
    return results;
  }

  /** A port for each subscriber, since they share a host and ask from where they hear. */
  private static List<InetSocketAddress> lines(int count) throws IOException {
    List<DatagramSocket> held = new ArrayList<>();
    List<InetSocketAddress> lines = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        DatagramSocket socket = new DatagramSocket(0);
        held.add(socket);
        lines.add(new InetSocketAddress(GROUP, socket.getLocalPort()));
      }
    } finally {
      held.forEach(DatagramSocket::close);
    }
    return lines;
  }
}
