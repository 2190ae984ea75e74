package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues that are much too short: everything takes longer, and nothing is lost. */
class BackPressureTest {

  private static final int CLIENTS = 3;
  private static final int ORDERS = Boolean.getBoolean("ioserver.stress") ? 200_000 : 10_000;

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void shortQueuesLoseNothing(Setup setup) throws Exception {
    GatewayConfig config = setup.config().limits(Limits.tight());
    try (GatewayServer gateway = GatewayServer.start(config);
        ExecutorService executor = Executors.newCachedThreadPool()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        PlainClient client = PlainClient.loggedIn(gateway, GatewayUsers.name("demo", i));
        ends.add(executor.submit(() -> send(client)));
        ends.add(executor.submit(() -> receive(client)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      assertEquals((long) CLIENTS * ORDERS, gateway.statistics().accepted());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void clientThatReadsLateGetsAllOfIt(Setup setup) throws Exception {
    GatewayConfig config = setup.config().limits(Limits.tight());
    try (GatewayServer gateway = GatewayServer.start(config)) {
      PlainClient client = PlainClient.loggedIn(gateway, "demo");
      send(client);
      Await.until("all orders accepted", () -> gateway.statistics().accepted() == ORDERS);
      receive(client);
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void fullStoreEndsItsSessionAlone(Setup setup) throws Exception {
    GatewayConfig config = setup.config().limits(Limits.store(256, 1));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(config);
        PlainClient other = PlainClient.loggedIn(gateway, "demo00");
        PlainClient client = PlainClient.loggedIn(gateway, "demo01")) {
      for (int i = 0; i < 5; i++) {
        client.enter("t" + i, 'B', 100, "AAPL", 10_000);
      }
      // 256 bytes hold the start of the day and three acceptances.
      for (int i = 0; i < 3; i++) {
        assertEquals("t" + i, client.message().token());
      }
      assertNull(client.receive());
      log.await("WARNING", "'demo01'", "store of sequenced messages is full");
      log.await("SEVERE", "'demo01'", "messages are lost");
      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void closesWhileClientsWaitForRoom(Setup setup) throws Exception {
    GatewayConfig config = setup.config().limits(Limits.tight());
    List<Thread> senders = new ArrayList<>();
    try (SessionLog log = new SessionLog()) {
      try (GatewayServer gateway = GatewayServer.start(config)) {
        for (int i = 0; i < CLIENTS; i++) {
          PlainClient client = PlainClient.loggedIn(gateway, GatewayUsers.name("demo", i));
          senders.add(Thread.ofPlatform().start(() -> sendUntilCut(client)));
        }
        Await.until("busy", () -> gateway.statistics().accepted() > 1000);
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertEquals(List.of(), log.lines().stream().filter(l -> l.startsWith("SEVERE")).toList());
    }
  }

  private static void sendUntilCut(PlainClient client) {
    try (client) {
      for (int i = 0; true; i++) {
        client.enter("t" + i, 'B', 1, "AAPL", 10_000);
      }
    } catch (IOException e) {
      // the end of the gateway
    }
  }

  private static void send(PlainClient client) {
    try {
      for (int i = 0; i < ORDERS; i++) {
        // Each goes to one stock and the same price, so that the books stay simple.
        client.enter("t" + i, 'B', 1, i / 100 % 2 == 0 ? "AAPL" : "MSFT", 10_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Receives an answer to each order; those to one stock come in order. */
  private static void receive(PlainClient client) {
    try (client) {
      int[] last = {-1, -1};
      for (int i = 0; i < ORDERS; i++) {
        PlainClient.Message accepted = client.message();
        assertEquals('A', accepted.type());
        int number = Integer.parseInt(accepted.token().substring(1));
        int stock = number / 100 % 2;
        int expected = last[stock] + 1 + ((last[stock] + 1) / 100 % 2 == stock ? 0 : 100);
        assertEquals(expected, number);
        last[stock] = number;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
