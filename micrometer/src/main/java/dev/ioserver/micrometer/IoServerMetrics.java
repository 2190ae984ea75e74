package dev.ioserver.micrometer;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.PortState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of a server as meters. Each loop has those that begin with {@code ioserver.loop},
 * with the tags {@code loop} and {@code engine}; the ports that there are now are gauges of the
 * server, which begin with {@code ioserver.ports}.
 *
 * <p>The server counts anyway. The meters read its counters when the registry is asked, and cost
 * nothing in between. Several servers in one registry need loops of different names, see {@code
 * IoServerOptions.name}, or a tag each that tells them apart.
 *
 * <p>The meters hold the server weakly. {@link #close()} takes them out of the registries.
 *
 * <p>Thread-safety: any thread.
 */
public final class IoServerMetrics implements MeterBinder, AutoCloseable {

  private final IoServer server;
  private final Tags tags;
  private final PortSums ports;

  /** What was registered, and where: to be taken out again. */
  private final Map<MeterRegistry, List<Meter>> bound = new ConcurrentHashMap<>();

  /**
   * The meters of a server.
   *
   * @param server whose counters they show
   */
  public IoServerMetrics(IoServer server) {
    this(server, Tags.empty());
  }

  /**
   * The meters of a server, with tags that all of them get.
   *
   * @param server whose counters they show
   * @param tags that tell it from other servers, for example
   */
  public IoServerMetrics(IoServer server, Iterable<Tag> tags) {
    this.server = Objects.requireNonNull(server, "server");
    this.tags = Tags.of(tags);
    this.ports = new PortSums();
  }

  /**
   * Registers the meters.
   *
   * @param registry that shall show them
   * @throws IllegalArgumentException if the registry refuses one of them; then it has none of them
   * @throws IllegalStateException if it has them already
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    List<Meter> made = new ArrayList<>();
    if (bound.putIfAbsent(registry, made) != null) {
      throw new IllegalStateException("the meters of this server are in " + registry + " already");
    }
    @Nullable String name = null;
    try {
      int loops = server.counters().size();
      for (int loop = 0; loop < loops; loop++) {
        for (LoopMeter meter : LoopMeter.ALL) {
          name = meter.meterName();
          made.add(counter(meter, loop).register(registry));
        }
      }
      for (PortState state : PortState.values()) {
        name = "ioserver.ports";
        made.add(
            Gauge.builder(name, server, io -> ports.of(io).count(state))
                .description("ports that there are now")
                .tags(tags)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry));
      }
      name = "ioserver.ports.paused";
      made.add(
          Gauge.builder(name, server, io -> ports.of(io).paused())
              .description("ports that are not read from, for want of credit or room")
              .tags(tags)
              .register(registry));
      name = "ioserver.ports.inbox";
      made.add(
          Gauge.builder(name, server, io -> ports.of(io).inboxBytes())
              .description("bytes that wait to be received")
              .baseUnit("bytes")
              .tags(tags)
              .register(registry));
      name = "ioserver.ports.pending";
      made.add(
          Gauge.builder(name, server, io -> ports.of(io).pendingBytes())
              .description("bytes that wait to be written")
              .baseUnit("bytes")
              .tags(tags)
              .register(registry));
    } catch (RuntimeException e) {
      remove(registry);
      throw new IllegalArgumentException(
          "the registry refuses the meter "
              + name
              + ": "
              + e.getMessage()
              + "; give all servers of a registry the same tag keys, and look at its naming"
              + " convention and filters",
          e);
    }
  }

  private FunctionCounter.Builder<IoServer> counter(LoopMeter meter, int loop) {
    LoopCounters first = server.counters().get(loop);
    return FunctionCounter.builder(
            meter.meterName(), server, io -> meter.value(io.counters().get(loop)))
        .description(meter.description())
        .baseUnit(meter.unit())
        .tags(tags)
        .tag("loop", first.loop())
        .tag("engine", first.engine());
  }

  /** Takes the meters out of all registries that they were bound to. Idempotent. */
  @Override
  public void close() {
    bound.keySet().forEach(this::remove);
  }

  private void remove(MeterRegistry registry) {
    List<Meter> made = bound.remove(registry);
    if (made != null) {
      made.forEach(registry::remove);
    }
  }
}
