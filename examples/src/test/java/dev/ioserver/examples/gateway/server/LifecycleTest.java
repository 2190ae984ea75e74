package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the start of a gateway to its end, and what is left of it then: nothing. */
class LifecycleTest {

  private static final int MANY = 200;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void manySessionsTradeAtOnce(Setup setup) throws Exception {
    List<PlainClient> clients = new ArrayList<>();
    try (GatewayServer gateway = GatewayServer.start(setup.config())) {
      for (int i = 0; i < MANY; i++) {
        clients.add(PlainClient.loggedIn(gateway, GatewayUsers.name("demo", i)));
      }
      for (int i = 0; i < MANY; i++) {
        clients.get(i).enter("one", i % 2 == 0 ? 'B' : 'S', 100, "AAPL", 10_000);
      }
      for (PlainClient client : clients) {
        assertEquals('A', client.message().type());
        assertEquals('E', client.message().type());
      }
      assertEquals(MANY, gateway.statistics().sessions());
      assertEquals(MANY, gateway.statistics().connections());
      Await.until("all executions counted", () -> gateway.statistics().executed() == MANY);
      // Before the gateway, which would give them its time to close.
      for (PlainClient client : clients) {
        client.close();
      }
    } finally {
      for (PlainClient client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void connectionsBeyondTheLimitWaitUntilOneLeaves(Setup setup) throws Exception {
    GatewayConfig config = setup.config().limits(Limits.maxConnections(1));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient second = new PlainClient(gateway.address())) {
      PlainClient first = second;
      try (PlainClient waiting = new PlainClient(gateway.address())) {
        assertEquals('A', first.login("demo00", "demo", "", 0).charAt(0));
        waiting.packet("L%-6s%-10s%10s%20d".formatted("demo01", "demo", "", 0));
        Thread.sleep(100);
        assertEquals(1, gateway.statistics().connections());
        first.packet("O");
        // Who has logged out leaves: else the gateway would give it its time to close.
        first.close();
        assertEquals('A', waiting.receive().charAt(0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void closeSendsTheRestAndTheEndOfSession(Setup setup) throws Exception {
    GatewayServer gateway = GatewayServer.start(setup.config());
    try (PlainClient client = PlainClient.loggedIn(gateway, "demo00");
        PlainClient notLoggedIn = new PlainClient(gateway.address())) {
      for (int i = 0; i < 2000; i++) {
        client.enter("t" + i, 'B', 1, i % 2 == 0 ? "AAPL" : "MSFT", 10_000);
      }
      assertEquals('A', client.message().type());
      // On another thread: what a client does not take in time, the gateway gives up.
      Thread closing = Thread.ofPlatform().start(gateway::close);

      long accepted = 1;
      String packet = client.receive();
      for (; packet != null && packet.startsWith("SA"); packet = client.receive()) {
        accepted++;
      }
      assertEquals(gateway.statistics().accepted(), accepted);
      assertNotNull(packet);
      assertEquals("SSE", packet.substring(0, 2) + packet.charAt(10));
      assertEquals("Z", client.receive());
      assertNull(client.receive());
      assertNull(notLoggedIn.receive());
      closing.join();
      assertEquals(0, gateway.statistics().connections());
      assertThrows(IOException.class, () -> new PlainClient(gateway.address()));
    } finally {
      gateway.close(); // once more as a rule: it must do nothing
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void closeDoesNotWaitForWhoDoesNotRead(Setup setup) throws Exception {
    GatewayConfig config =
        setup
            .hurried(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(5))
            .limits(Limits.closeTimeoutNanos(200_000_000));
    GatewayServer gateway = GatewayServer.start(config);
    try (SessionLog log = new SessionLog()) {
      boolean closed = false;
      for (int i = 0; i < PlainClient.STANDSTILLS && !closed; i++) {
        try (PlainClient client = new PlainClient(gateway.address(), PlainClient.SMALL)) {
          client.login("demo", "demo", "", 0);
          if (floods(client)) {
            long start = System.nanoTime();
            gateway.close();
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
            log.await("WARNING", "takes nothing in", "not taken in time");
            closed = true;
          }
        }
      }
      assertTrue(closed, "cut every time");
    } finally {
      gateway.close();
    }
  }

  /** Asks for more answers than the systems of both sides take in; false if it was cut for that. */
  private static boolean floods(PlainClient client) {
    try {
      byte[] order = PlainClient.framed(PlainClient.enterOrder("x", 'B', 0, "AAPL", 1));
      for (int i = 0; i < 300_000; i++) {
        client.bytes(order);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.WITH_BOOK_THREADS)
  void bookThatFailsHaltsItsStockAlone(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      client.enter("one", 'B', 100, "AAPL", 10_000);
      assertEquals('A', client.message().type());
      threads().filter(t -> t.getName().equals("gateway-book-AAPL")).forEach(Thread::interrupt);
      log.await("SEVERE", "AAPL is halted");

      client.cancel("one", 0);
      client.enter("two", 'B', 100, "AAPL", 10_000);
      PlainClient.Message rejected = client.message();
      assertEquals("two C", rejected.token() + " " + rejected.text(23, 1));
      client.enter("three", 'B', 100, "MSFT", 10_000);
      assertEquals('A', client.message().type());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void portInUseIsNamed(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config())) {
      SystemCallException e =
          assertThrows(
              SystemCallException.class,
              () -> GatewayServer.start(setup.config().listen(gateway.address())));
      assertEquals(SystemCallException.Kind.ADDRESS_IN_USE, e.kind());
      assertEquals(setup.engine(), gateway.engine());
      assertEquals(1, gateway.counters().size());
    }
  }

  @Test
  void unknownEngineIsNamed() {
    EngineUnavailableException e =
        assertThrows(
            EngineUnavailableException.class,
            () -> GatewayServer.start(GatewayConfig.defaults().engine("abacus")));
    assertTrue(e.getMessage().contains("abacus"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void sameAddressCanBeUsedAtOnce(Setup setup) throws Exception {
    InetSocketAddress address = useOnce(setup.config());
    assertEquals(address, useOnce(setup.config().listen(address)));
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void leavesNoThreadAndNoDescriptor(Setup setup) throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no /proc/self/fd");
    useOnce(setup.config()); // what the JVM and the engine open once for all
    long before = descriptors();
    for (int i = 0; i < 3; i++) {
      useOnce(setup.config());
    }
    assertEquals(before, descriptors());
    assertEquals(List.of(), threads().map(Thread::getName).toList());
  }

  /** Runs a gateway with a client that leaves before the end and one that stays. */
  private static InetSocketAddress useOnce(GatewayConfig config)
      throws IOException, InterruptedException {
    GatewayServer gateway = GatewayServer.start(config);
    Thread closing;
    try (PlainClient stays = PlainClient.loggedIn(gateway, "demo01")) {
      try (PlainClient leaves = PlainClient.loggedIn(gateway, "demo00")) {
        leaves.packet("R");
      }
      stays.enter("one", 'B', 100, "AAPL", 10_000);
      assertEquals('A', stays.message().type());
      closing = Thread.ofPlatform().start(gateway::close);
      assertEquals('S', stays.message().type());
      assertEquals("Z", stays.receive());
      // It leaves at the end of the session: else the gateway would give it its time to close.
    } finally {
      gateway.close();
    }
    closing.join();
    return gateway.address();
  }

  private static Stream<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gateway"));
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}
