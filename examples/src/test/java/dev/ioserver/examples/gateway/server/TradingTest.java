package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ioserver.examples.gateway.server.PlainClient.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders of plain clients, from the login to the logout. */
class TradingTest {

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void logsInTradesAndLogsOut(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient client = new PlainClient(gateway.address())) {
      assertEquals(String.format("A%10s%20d", "DAY", 1), client.login("demo", "demo", "", 0));
      Message start = client.message();
      assertEquals("S", start.text(0, 1));
      assertEquals("S", start.text(9, 1));

      client.enter("first", 'B', 100, "AAPL", 1_500_000);
      Message accepted = client.message();
      assertEquals('A', accepted.type());
      assertEquals(66, accepted.text().length());
      assertEquals("first", accepted.token());
      assertEquals("B", accepted.text(23, 1));
      assertEquals(100, accepted.number(24));
      assertEquals("AAPL", accepted.text(28, 8));
      assertEquals(1_500_000, accepted.number(36));
      assertEquals("L", accepted.text(64, 1));

      client.packet("O");
      assertNull(client.receive());
      GatewayStatistics statistics = gateway.statistics();
      assertEquals(1, statistics.logins());
      assertEquals(1, statistics.orders());
      assertEquals(1, statistics.accepted());
      assertEquals(2, statistics.messagesOut());
      assertEquals(0, statistics.sessions());
      assertEquals(0, statistics.failures());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void crossingOrdersExecuteForBothUsers(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient buyer = PlainClient.loggedIn(gateway, "demo00");
        PlainClient seller = PlainClient.loggedIn(gateway, "demo01")) {
      buyer.enter("buy", 'B', 300, "MSFT", 20_000);
      assertEquals('A', buyer.message().type());
      seller.enter("sell", 'S', 200, "MSFT", 19_000);
      assertEquals('A', seller.message().type());

      Message bought = buyer.message();
      Message sold = seller.message();
      assertEquals("E buy 200 20000 A", execution(bought));
      assertEquals("E sell 200 20000 R", execution(sold));
      assertEquals(bought.text(32, 8), sold.text(32, 8));
      // Counted after it was sent: a client may hear of it first.
      Await.until("both executions counted", () -> gateway.statistics().executed() == 2);
    }
  }

  private static String execution(Message message) {
    return String.join(
        " ",
        String.valueOf(message.type()),
        message.token(),
        String.valueOf(message.number(23)),
        String.valueOf(message.number(27)),
        message.text(31, 1));
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void ordersAreReplacedAndCanceled(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      client.enter("one", 'S', 500, "AAPL", 70_000);
      assertEquals('A', client.message().type());

      client.replace("one", "two", 400, 71_000);
      Message replaced = client.message();
      assertEquals('U', replaced.type());
      assertEquals("two", replaced.token());
      assertEquals("one", replaced.text(65, 14));
      assertEquals(400, replaced.number(24));

      client.cancel("never used", 0);
      client.cancel("two", 150);
      Message canceled = client.message();
      assertEquals('C', canceled.type());
      assertEquals("two", canceled.token());
      assertEquals(250, canceled.number(23));
      assertEquals("U", canceled.text(27, 1));
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void badOrdersAreRejectedByReason(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      client.enter("a", 'B', 100, "NONE", 10_000);
      client.enter("b", 'B', 0, "AAPL", 10_000);
      client.enter("c", 'B', 100, "AAPL", 0);
      client.enter("d", 'B', 100, "AAPL", 10_000);
      client.enter("d", 'B', 100, "AAPL", 10_000);
      client.replace("x", "e", 100, 10_000);
      // Those that do not reach a book may overtake the one that does.
      StringBuilder rejections = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        Message message = client.message();
        if (message.type() == 'J') {
          rejections.append(message.token()).append(message.text(23, 1)).append(' ');
        }
      }
      assertEquals("aS bZ cX dO eO ", rejections.toString());
      Await.until("all rejects counted", () -> gateway.statistics().rejected() == 5);
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void reconnectedClientIsSentEverythingFromWhereItAsks(Setup setup) throws Exception {
    try (GatewayServer gateway = GatewayServer.start(setup.config())) {
      try (PlainClient client = PlainClient.loggedIn(gateway, "demo00")) {
        client.enter("one", 'B', 100, "AAPL", 10_000);
        client.enter("two", 'B', 100, "AAPL", 9_000);
        client.message();
        client.message();
      }
      try (PlainClient other = PlainClient.loggedIn(gateway, "demo01")) {
        // Executed while its owner is away.
        other.enter("hit", 'S', 100, "AAPL", 10_000);
        other.message();
        other.message();
      }
      try (PlainClient client = new PlainClient(gateway.address())) {
        assertEquals(
            String.format("A%10s%20d", "DAY", 3), client.login("demo00", "demo", "DAY", 3));
        assertEquals("two", client.message().token());
        assertEquals("E one 100 10000 A", execution(client.message()));
      }
      try (PlainClient client = new PlainClient(gateway.address())) {
        assertEquals(String.format("A%10s%20d", "DAY", 5), client.login("demo00", "demo", "", 0));
        client.cancel("two", 0);
        assertEquals('C', client.message().type());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void latestLoginOfUserWins(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient first = PlainClient.loggedIn(gateway, "demo");
        PlainClient second = new PlainClient(gateway.address())) {
      assertEquals('A', second.login("demo", "demo", "", 0).charAt(0));
      assertNull(first.receive());
      log.await("INFO", "demo", "logged in on another connection");
      second.enter("one", 'B', 100, "AAPL", 10_000);
      assertEquals('A', second.message().type());
      assertEquals(1, gateway.statistics().sessions());
    }
  }
}
