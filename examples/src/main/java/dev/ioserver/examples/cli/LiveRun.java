package dev.ioserver.examples.cli;

import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.examples.dashboard.DashboardSource;
import dev.ioserver.examples.dashboard.Sample;
import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.feed.subscribe.FeedCounts;
import dev.ioserver.examples.feed.subscribe.Subscriber;
import dev.ioserver.examples.gateway.load.LoadProgress;
import dev.ioserver.examples.gateway.server.GatewayServer;
import dev.ioserver.examples.gateway.server.GatewayStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard shows of gateways, clients and subscribers in this process, as they come and go.
 *
 * <p>Thread-safety: any thread says what there is; the dashboard's asks.
 */
final class LiveRun implements DashboardSource {

  private volatile @Nullable GatewayServer gateway;
  private volatile @Nullable LoadProgress load;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

  LiveRun() {}

  /** The gateway that runs now, or null. */
  void gateway(@Nullable GatewayServer running) {
    gateway = running;
  }

  /** The load that runs now. */
  void load(LoadProgress running) {
    load = running;
  }

  /** One more subscriber. */
  void subscriber(Subscriber listening) {
    subscribers.add(listening);
  }

  @Override
  public Sample sample() {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Long> losses = new LinkedHashMap<>();
    List<LoopCounters> loops = List.of();
    GatewayServer server = gateway;
    if (server != null) {
      GatewayStatistics statistics = server.statistics();
      loops = server.counters();
      counts.put("orders", statistics.orders());
      counts.put("messages in", sum(loops, LoopCounters::messagesIn));
      counts.put("messages out", sum(loops, LoopCounters::messagesOut));
      losses.put("sessions failed", statistics.failures());
      losses.put("orders rejected", statistics.rejected());
      losses.put("sends refused", sum(loops, loop -> loop.ports().refusedSends()));
      FeedStatistics feed = server.feedStatistics();
      if (feed != null) {
        counts.put("feed messages", feed.messages());
      }
    }
    LoadProgress orders = load;
    if (orders != null) {
      counts.put("orders answered", orders.answered());
    }
    if (!subscribers.isEmpty()) {
      counts.put("feed messages heard", heard(heard -> heard.messages.get()));
      losses.put("drops", heard(heard -> heard.drops.get()));
      losses.put("gaps", heard(heard -> heard.gaps.get()));
      losses.put("messages missing", heard(FeedCounts::missing));
      losses.put("messages lost", heard(heard -> heard.lost.get()));
    }
    return new Sample(counts, losses, orders == null ? null : percentiles(orders), loops);
  }

  @Override
  public List<PortSnapshot> ports() {
    GatewayServer server = gateway;
    return server == null ? List.of() : server.ports();
  }

  private static Sample.@Nullable Percentiles percentiles(LoadProgress orders) {
    Histogram latest = orders.seen();
    return latest.getTotalCount() == 0
        ? null
        : new Sample.Percentiles(
            latest.getValueAtPercentile(50) / 1e3,
            latest.getValueAtPercentile(99) / 1e3,
            latest.getMaxValue() / 1e3);
  }

  private long heard(ToLongFunction<FeedCounts> number) {
    return subscribers.stream().map(Subscriber::counts).mapToLong(number).sum();
  }

  private static long sum(List<LoopCounters> loops, ToLongFunction<LoopCounters> number) {
    return loops.stream().mapToLong(number).sum();
  }
}
