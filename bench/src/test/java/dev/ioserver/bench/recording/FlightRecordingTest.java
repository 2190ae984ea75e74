package dev.ioserver.bench.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.examples.gateway.load.LoadListener;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.load.LoadResult;
import dev.ioserver.examples.gateway.load.LoadRun;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the flight recorder has of a server, read from the file that it writes. */
@Timeout(120)
class FlightRecordingTest {

  private static final String PREFIX = "dev.ioserver.";
  private static final String PROPERTY = "ioserver.jfr";
  private static final int CLIENTS = 4;
  private static final int ORDERS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SLOW = Duration.ofMillis(50);

  private static final List<String> STOCKS = List.of("AAPL", "MSFT");

  @TempDir private Path folder;
  private Recording recording;

  @BeforeEach
  void start() {
    System.setProperty(PROPERTY, "true");
    recording = new Recording();
    recording.start();
  }

  @AfterEach
  void stop() {
    System.clearProperty(PROPERTY);
    recording.close();
  }

  @Test
  void aRunOfTheGatewayIsRecorded() throws Exception {
    recording.enable(PREFIX + "LoopCycle").withThreshold(Duration.ZERO);
    GatewayConfig config = GatewayConfig.defaults().engine("nio").stocks(STOCKS);
    try (GatewayServer gateway = GatewayServer.start(config)) {
      LoadResult result = new LoadRun(load(gateway.address()), new Nobody()).run();
      assertTrue(result.isGood(), result::toString);
    }
    List<RecordedEvent> events = recorded();
    List<RecordedEvent> accepted = of(events, "PortAccepted", "gateway-0");
    List<RecordedEvent> closed = of(events, "PortClosed", "gateway-0");
    assertEquals(CLIENTS, accepted.size());
    assertEquals(CLIENTS, closed.size());
    assertEquals(
        accepted.stream().map(event -> event.getString("port")).sorted().toList(),
        closed.stream().map(event -> event.getString("port")).sorted().toList());
    assertEquals(CLIENTS, of(events, "PortOpened", "load-0").size());
    assertEquals(CLIENTS, of(events, "PortConnected", "load-0").size());
    List<RecordedEvent> clients = of(events, "PortClosed", "load-0");
    assertEquals(sum(clients, "bytesOut"), sum(closed, "bytesIn"));
    assertEquals(sum(clients, "bytesIn"), sum(closed, "bytesOut"));
    assertEquals(sum(clients, "messagesOut"), sum(closed, "messagesIn"));
    assertTrue(sum(closed, "messagesIn") >= ORDERS, () -> "" + sum(closed, "messagesIn"));
    assertEquals(0, sum(closed, "dropped"));
    assertEquals(List.of(), of(events, "PortFailed", "gateway-0"));
    for (RecordedEvent event : closed) {
      assertTrue(event.getDuration().isPositive(), event::toString);
    }
    // Whose handler it was: a port's, as a rule.
    assertTrue(
        of(events, "LoopCycle", "gateway-0").stream()
            .anyMatch(event -> String.valueOf(event.getString("source")).startsWith("port ")));
    List<RecordedEvent> counters = of(events, "LoopCounters", "gateway-0");
    assertTrue(!counters.isEmpty());
    assertEquals("nio", counters.getLast().getString("engine"));
  }

  @Test
  void aHandlerThatTakesLongIsNamed() throws Exception {
    recording.enable(PREFIX + "LoopCycle").withThreshold(SLOW);
    try (IoServer io = server("slow");
        Pair pair = Pair.open(io, PortOptions.defaults())) {
      pair.client.write(ByteBuffer.allocate(1));
      MessageHandler<Message> handler =
          (source, message) -> {
            if (message instanceof Data data) {
              data.release();
              long until = System.nanoTime() + 2 * SLOW.toNanos();
              while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
              }
            }
          };
      pair.port.activeUnlimited();
      while (pair.port.counters().messagesIn() == 0) {
        io.poll(handler, 1, PATIENCE);
      }
      io.poll(handler, 1);
      pair.port.abort();
    }
    RecordedEvent cycle =
        of(recorded(), "LoopCycle", "slow-0").stream()
            .filter(event -> event.getString("source") != null)
            .findFirst()
            .orElseThrow();
    assertTrue(cycle.getString("source").startsWith("port "), cycle::toString);
    assertTrue(cycle.getDuration().compareTo(SLOW) >= 0, cycle::toString);
    assertTrue(cycle.getDuration("sourceTime").compareTo(SLOW) >= 0, cycle::toString);
  }

  @Test
  void failuresAndWatermarksAreRecorded() throws Exception {
    try (IoServer io = server("trouble");
        Pair pair = Pair.open(io, PortOptions.defaults().highWatermark(1 << 16))) {
      ByteBuffer message = ByteBuffer.allocate(1 << 16);
      while (pair.port.trySend(message.clear())) {
        io.poll((_, _) -> {}, 1);
      }
      assertEquals(0, io.poll((_, _) -> {}, 1));
      pair.client.configureBlocking(false);
      ByteBuffer read = ByteBuffer.allocateDirect(1 << 20);
      boolean[] writable = new boolean[1];
      while (!writable[0]) {
        pair.client.read(read.clear());
        io.poll((_, told) -> writable[0] |= told instanceof Writable, 1);
      }
      Port failing = io.connect(nobody());
      Message told = failing.receive(PATIENCE);
      assertInstanceOf(Failed.class, told);
      assertInstanceOf(Closed.class, failing.receive(PATIENCE));
      pair.port.abort();
    }
    List<RecordedEvent> events = recorded();
    RecordedEvent reached = of(events, "WatermarkReached", "trouble-0").getFirst();
    RecordedEvent left = of(events, "WatermarkLeft", "trouble-0").getFirst();
    assertTrue(reached.getLong("pending") >= 1 << 16, reached::toString);
    assertTrue(left.getLong("pending") < 1 << 16, left::toString);
    assertEquals(reached.getString("port"), left.getString("port"));
    assertTrue(!left.getStartTime().isBefore(reached.getStartTime()));
    List<RecordedEvent> failed = of(events, "PortFailed", "trouble-0");
    assertEquals(1, failed.size());
    assertTrue(failed.getFirst().getString("reason").startsWith("connect"), failed::toString);
    assertEquals(1, sum(of(events, "PortClosed", "trouble-0"), "refusedSends"));
  }

  /** The flight recorder passes over what it does not know, and the server runs on. */
  @Test
  void settingsThatNobodyKnowsChangeNothing() throws Exception {
    recording.setSettings(
        Map.of(
            PREFIX + "NoSuchEvent#enabled",
            "true",
            PREFIX + "PortAccepted#colour",
            "red",
            PREFIX + "LoopCycle#threshold",
            "soon"));
    try (IoServer io = server("unknown");
        Pair pair = Pair.open(io, PortOptions.defaults())) {
      pair.port.abort();
      assertInstanceOf(Closed.class, pair.port.receive(PATIENCE));
    }
    List<RecordedEvent> events = recorded();
    assertEquals(1, of(events, "PortAccepted", "unknown-0").size());
    assertEquals(1, of(events, "PortClosed", "unknown-0").size());
  }

  /** With every event on, and each cycle timed. */
  @Test
  void recordingAllocatesNothingOnTheDataPath() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "NOT TESTED: nobody counts");
    String cause = Peers.unavailabilityCause(Peers.IOSERVER);
    assumeTrue(cause == null, "NOT TESTED: " + cause);
    recording.close();
    recording = new Recording();
    recording.setMaxSize(1 << 20);
    recording.start();
    // The leak check keeps a stack trace for each message.
    try (IoServer io = IoServer.open(options("echo").leakCheck(false));
        Pair pair = Pair.open(io, PortOptions.defaults().credit(PortOptions.UNLIMITED))) {
      MessageHandler<Message> echo =
          (_, message) -> {
            if (message instanceof Data data) {
              data.port().trySend(data.bytes());
              data.release();
            }
          };
      Thread client = Thread.ofPlatform().start(pair::pingUntilClosed);
      double least = Double.MAX_VALUE;
      long began = System.nanoTime();
      int echoes = 5_000;
      while (least >= 1 && System.nanoTime() - began < PATIENCE.toNanos()) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < echoes; i++) {
          io.poll(echo, 1, PATIENCE);
        }
        least =
            Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) echoes);
      }
      System.out.printf("[%s] an echo that is recorded allocates %.3f B%n", io.engine(), least);
      assertTrue(least < 1, "an echo that is recorded allocates " + least + " B");
      pair.port.abort();
      io.poll(echo, 1);
      client.join();
    }
  }

  private static IoServerOptions options(String name) {
    return IoServerOptions.defaults().callerRuns().name(name);
  }

  private static IoServer server(String name) throws IOException {
    return IoServer.open(options(name).engine("nio"));
  }

  private static LoadOptions load(InetSocketAddress gateway) {
    return new LoadOptions(
        "nio",
        gateway,
        CLIENTS,
        ORDERS,
        0,
        TimeUnit.SECONDS.toNanos(2),
        LoadOptions.GRACE_NANOS,
        STOCKS,
        "demo",
        "demo",
        true);
  }

  private static InetSocketAddress nobody() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(loopback());
      return new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private List<RecordedEvent> recorded() throws IOException {
    recording.stop();
    Path file = folder.resolve("events.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String name, String loop) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + name))
        .filter(event -> event.getString("loop").equals(loop))
        .toList();
  }

  private static long sum(List<RecordedEvent> events, String field) {
    return events.stream().mapToLong(event -> event.getLong(field)).sum();
  }

  /** A port of a server, and the other side. */
  private record Pair(Listener listener, Port port, SocketChannel client) implements AutoCloseable {

    static Pair open(IoServer io, PortOptions ports) throws Exception {
      Listener listener = io.listen(loopback(), ListenOptions.defaults().ports(ports));
      SocketChannel client = SocketChannel.open(listener.localAddress());
      Message message = listener.receive(PATIENCE);
      assertNotNull(message);
      return new Pair(listener, assertInstanceOf(Accepted.class, message).port(), client);
    }

    void pingUntilClosed() {
      ByteBuffer ping = ByteBuffer.allocateDirect(64);
      try {
        while (true) {
          client.write(ping.clear());
          ping.clear();
          while (ping.hasRemaining()) {
            if (client.read(ping) < 0) {
              return;
            }
          }
        }
      } catch (IOException e) {
        // The port is over.
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      listener.close();
    }
  }

  private static final class Nobody implements LoadListener {
    @Override
    public void onMeasuring() {}

    @Override
    public void onMeasured() {}
  }
}
