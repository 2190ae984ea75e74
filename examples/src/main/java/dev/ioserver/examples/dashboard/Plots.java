package dev.ioserver.examples.dashboard;

import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.PortSnapshot;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of two samples what the page draws: so many a second. */
final class Plots {

  /** The busiest ports are shown, and no more: the page is to be read on a phone. */
  private static final int MOST_PORTS = 50;

  private @Nullable Sample before;
  private long beforeNanos;

  /** A line of JSON for the time since the last one; null for the first. */
  @Nullable String next(Sample now, long nowNanos) {
    Sample earlier = before;
    double seconds = (nowNanos - beforeNanos) / 1e9;
    before = now;
    beforeNanos = nowNanos;
    if (earlier == null || seconds <= 0) {
      return null;
    }
    Json json = new Json().open('{');
    json.name("time").value((double) System.currentTimeMillis());
    json.name("rates").open('{');
    now.counts()
        .forEach(
            (name, count) ->
                json.name(name).value((count - earlier.counts().getOrDefault(name, 0L)) / seconds));
    json.close('}');
    json.name("losses").open('{');
    now.losses().forEach((name, count) -> json.name(name).value((double) count));
    json.close('}');
    json.name("roundTrips");
    roundTrips(json, now.roundTrips());
    json.name("loops").open('[');
    for (LoopCounters loop : now.loops()) {
      earlier.loops().stream()
          .filter(same -> same.loop().equals(loop.loop()))
          .findFirst()
          .ifPresent(same -> loop(json, loop.minus(same), seconds));
    }
    return json.close(']').close('}').toString();
  }

  private static void roundTrips(Json json, Sample.@Nullable Percentiles trips) {
    if (trips == null) {
      json.nothing();
      return;
    }
    json.open('{');
    json.name("p50").value(trips.p50());
    json.name("p99").value(trips.p99());
    json.name("max").value(trips.max()).close('}');
  }

  private static void loop(Json json, LoopCounters since, double seconds) {
    long made =
        since.polls()
            + since.wakesWritten()
            + since.changesApplied()
            + since.arms()
            + since.reads()
            + since.writes()
            + since.datagrams().receives()
            + since.datagrams().sends();
    long avoided = since.wakesAvoided() + since.changesAvoided();
    json.open('{').name("name").value(since.loop());
    json.name("made").value(made / seconds);
    json.name("avoided").value(avoided / seconds).close('}');
  }

  /** A line of JSON with the ports that have moved most, and how many there are. */
  static String ports(List<PortSnapshot> ports) {
    Json json = new Json().open('{').name("count").value(ports.size());
    json.name("ports").open('[');
    ports.stream()
        .sorted((a, b) -> Long.compare(bytes(b), bytes(a)))
        .limit(MOST_PORTS)
        .forEach(port -> port(json, port));
    return json.close(']').close('}').toString();
  }

  private static long bytes(PortSnapshot port) {
    return port.counters().bytesIn() + port.counters().bytesOut();
  }

  private static String text(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getHostString() + ":" + inet.getPort()
        : String.valueOf(address);
  }

  private static void port(Json json, PortSnapshot port) {
    String state = port.state().name().toLowerCase(Locale.ROOT);
    json.open('{');
    json.name("peer").value(text(port.remote() == null ? port.local() : port.remote()));
    json.name("loop").value(port.loop());
    json.name("state").value(port.isPaused() ? state + ", paused" : state);
    for (Map.Entry<String, Long> part :
        List.of(
            Map.entry("in", port.counters().bytesIn()),
            Map.entry("out", port.counters().bytesOut()),
            Map.entry("waiting", port.inboxBytes() + port.pendingBytes()),
            Map.entry("refused", port.counters().refusedSends()))) {
      json.name(part.getKey()).value((double) part.getValue());
    }
    json.close('}');
  }
}
