package dev.ioserver.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IoServerMetricsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LENGTH = 100;

  private IoServer io;
  private Listener listener;
  private Port client;
  private Port server;

  @BeforeEach
  void echoOnce() throws Exception {
    io = IoServer.open(IoServerOptions.defaults().name("shown").loops(2));
    listener = io.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = io.connect(listener.localAddress());
    client.send(ByteBuffer.allocate(LENGTH));
    server =
        switch (listener.receive()) {
          case dev.ioserver.engine.api.Accepted accepted -> accepted.port();
          case Object other -> throw new AssertionError(other);
        };
    Data data = server.read(LENGTH, PATIENCE);
    assertNotNull(data);
    server.send(data.bytes());
    data.release();
    Data answer = client.read(LENGTH, PATIENCE);
    assertNotNull(answer);
    answer.release();
    // A loop counts what it has sent after the call: by then the other side may have it.
    until(() -> io.counters().stream().mapToLong(LoopCounters::bytesOut).sum() == 2 * LENGTH);
  }

  @AfterEach
  void close() {
    client.abort();
    server.abort();
    io.close();
  }

  @Test
  void metersAreTheCountersOfTheLoops() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new IoServerMetrics(io, Tags.of("server", "a")).bindTo(registry);
    assertEquals(2.0 * LENGTH, sum(registry, "ioserver.loop.received"));
    assertEquals(2.0 * LENGTH, sum(registry, "ioserver.loop.sent"));
    assertEquals(2.0, sum(registry, "ioserver.loop.ports.opened"));
    assertEquals(0.0, sum(registry, "ioserver.loop.ports.failed"));
    LoopCounters first = io.counters().getFirst();
    assertEquals(
        (double) first.messagesOut(),
        registry
            .get("ioserver.loop.messages.sent")
            .tags("loop", "shown-0", "engine", first.engine(), "server", "a")
            .functionCounter()
            .count());
    // It is a view, and no copy.
    client.send(ByteBuffer.allocate(LENGTH));
    client.flush();
    Data more = server.read(LENGTH, PATIENCE);
    assertNotNull(more);
    more.release();
    until(() -> sum(registry, "ioserver.loop.sent") == 3.0 * LENGTH);
  }

  @Test
  void gaugesAreThePortsOfTheMoment() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new IoServerMetrics(io).bindTo(registry);
    until(() -> gauge(registry, "ioserver.ports", "state", "open") == 2);
    until(() -> gauge(registry, "ioserver.ports.paused") == 2);
    ByteBuffer much = ByteBuffer.allocate(1 << 20);
    until(
        () -> {
          while (client.trySend(much.clear())) {
            // The other side does not read; until its system is full this one's takes more.
          }
          return gauge(registry, "ioserver.ports.pending") > 0;
        });
    assertTrue(sum(registry, "ioserver.loop.sends.refused") >= 1);
    client.abort();
    until(() -> gauge(registry, "ioserver.ports", "state", "open") < 2);
  }

  /** Each line has a type and a help text, and its name ends as Prometheus wants it. */
  @Test
  void prometheusShowsThem() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new IoServerMetrics(io).bindTo(registry);
    String text = registry.scrape();
    String engine = io.engine();
    assertEquals(
        2.0 * LENGTH,
        value(text, "ioserver_loop_received_bytes_total", engine, 0)
            + value(text, "ioserver_loop_received_bytes_total", engine, 1));
    assertTrue(value(text, "ioserver_loop_polls_total", engine, 0) > 0);
    assertTrue(value(text, "ioserver_loop_paused_seconds_total", engine, 0) >= 0);
    assertTrue(text.contains("# TYPE ioserver_loop_wakes_written_total counter"), text);
    assertTrue(text.contains("# TYPE ioserver_ports gauge"), text);
    assertTrue(text.contains("ioserver_ports{state=\"open\"} 2.0"), text);
    assertTrue(text.contains("# TYPE ioserver_ports_pending_bytes gauge"), text);
    assertTrue(text.contains("# HELP ioserver_loop_reads_total calls that read"), text);
    Set<String> names =
        text.lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2])
            .collect(Collectors.toSet());
    assertEquals(LoopMeter.ALL.size() + 4, names.size(), names::toString);
  }

  @Test
  void eachNumberOfALoopIsShown() {
    // What a loop counts and nobody shows would be missed on the day that it is needed.
    long numbers =
        Arrays.stream(LoopCounters.class.getRecordComponents())
            .filter(part -> part.getType() == long.class)
            .count();
    long shown =
        LoopMeter.ALL.stream()
            .filter(meter -> !meter.name().matches("(datagrams|ports|sends)\\..*|paused"))
            .count();
    assertEquals(numbers, shown);
  }

  @Test
  void closeTakesThemOut() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    IoServerMetrics metrics = new IoServerMetrics(io);
    metrics.bindTo(registry);
    assertThrows(IllegalStateException.class, () -> metrics.bindTo(registry));
    metrics.close();
    metrics.close();
    assertEquals(0, registry.getMeters().size());
    metrics.bindTo(registry);
    assertTrue(registry.getMeters().size() > LoopMeter.ALL.size());
  }

  /** The line names the meter, and nothing is left behind. */
  @Test
  void aRegistryThatRefusesANameIsSaid() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("ioserver.ports")) {
                  throw new IllegalArgumentException("not here");
                }
                return id;
              }
            });
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new IoServerMetrics(io).bindTo(registry));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("the registry refuses the meter ioserver.ports: not here; "),
        refused::getMessage);
    assertEquals(0, registry.getMeters().size());
  }

  private static double sum(SimpleMeterRegistry registry, String name) {
    return registry.get(name).functionCounters().stream().mapToDouble(c -> c.count()).sum();
  }

  private static double gauge(SimpleMeterRegistry registry, String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private static double value(String text, String name, String engine, int loop) {
    Matcher line =
        Pattern.compile(
                Pattern.quote(name + "{engine=\"" + engine + "\",loop=\"shown-" + loop + "\"} ")
                    + "(\\S+)")
            .matcher(text);
    assertTrue(line.find(), () -> name + " is not in " + text);
    return Double.parseDouble(line.group(1));
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it takes too long");
      Thread.sleep(5);
    }
  }
}
