package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input ends the session that it came on, says why in the log, and touches no other. */
class BadInputTest {

  /** Something bad, what the log says of it, and whether the client logs in before. */
  private record Bad(String name, boolean loggedIn, Action action, String... log) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Action {
    void on(PlainClient client) throws IOException;
  }

  static Stream<Arguments> badInput() {
    return Setup.all().flatMap(setup -> bad().map(bad -> Arguments.of(setup, bad)));
  }

  private static Stream<Bad> bad() {
    return Stream.of(
        new Bad("too long", true, c -> c.bytes(0xFF, 0xFF, 'U'), "bad packet", "65535 bytes"),
        new Bad("too short", true, c -> c.bytes(0, 0), "bad packet", "not even a type"),
        new Bad("empty message", true, c -> c.packet("U"), "bad packet", "too short"),
        new Bad("short order", true, c -> c.packet("UO123"), "order message: too short"),
        new Bad("long cancel", true, c -> c.packet("UX" + "1".repeat(40)), "message: too long"),
        new Bad("unknown message", true, c -> c.packet("Uq"), "unknown message type"),
        new Bad("unknown type", true, c -> c.packet("Q"), "'Q'", "unknown packet type"),
        new Bad("server's type", true, c -> c.packet("H"), "only the other side may send"),
        new Bad("second login", true, c -> c.login("demo02", "demo", "", 0), "second login"),
        new Bad("order before login", false, c -> c.packet("UX"), "message before the login"),
        new Bad("garbage", false, BadInputTest::sendGarbage, "bad packet"),
        new Bad("half a packet", true, BadInputTest::sendHalf, "the connection went away"),
        new Bad("reset", true, BadInputTest::reset, "the connection went away"),
        rejected("wrong password", "JA", "wrong password", "demo02", "no", "", 0),
        rejected("unknown user", "JA", "unknown user", "other", "demo", "", 0),
        rejected("other session", "JS", "session is not available", "demo02", "demo", "NIGHT", 0),
        rejected("future", "JS", "requested 99, next is 1", "demo02", "demo", "", 99));
  }

  private static Bad rejected(
      String name,
      String answer,
      String log,
      String user,
      String password,
      String session,
      long sequence) {
    return new Bad(
        name,
        false,
        client -> assertEquals(answer, client.login(user, password, session, sequence)),
        log);
  }

  private static void sendGarbage(PlainClient client) throws IOException {
    long seed = new Random().nextLong();
    System.out.println("garbage of seed " + seed);
    byte[] garbage = new byte[4096];
    new Random(seed).nextBytes(garbage);
    garbage[0] |= (byte) 0x80; // a length that no packet has
    client.bytes(garbage);
  }

  private static void sendHalf(PlainClient client) throws IOException {
    client.bytes(0, 50, 'U', 'O');
    client.socket().shutdownOutput();
  }

  private static void reset(PlainClient client) throws IOException {
    client.socket().setSoLinger(true, 0);
    client.socket().close();
  }

  @ParameterizedTest
  @MethodSource
  void badInput(Setup setup, Bad bad) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient other = PlainClient.loggedIn(gateway, "demo00");
        PlainClient client = new PlainClient(gateway.address())) {
      if (bad.loggedIn()) {
        client.login("demo01", "demo", "", 0);
        client.message();
      }
      other.enter("before", 'B', 100, "AAPL", 10_000);
      assertEquals("before", other.message().token());

      bad.action().on(client);
      String line = log.await(bad.log());
      assertEquals(bad.loggedIn(), line.contains("'demo01'"), line);
      if (!client.socket().isClosed()) {
        assertNull(client.receive());
      }

      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
      assertEquals(1, log.lines().stream().filter(each -> each.contains("ended")).count());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void clientThatNeverReadsIsCut(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofSeconds(5));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(config);
        PlainClient other = PlainClient.loggedIn(gateway, "demo00")) {
      Thread heart = beat(other);
      String line = "";
      for (int i = 0; i < PlainClient.STANDSTILLS && !line.contains("takes nothing in"); i++) {
        try (PlainClient client = new PlainClient(gateway.address(), PlainClient.SMALL)) {
          client.login("demo01", "demo", "", 0);
          line = notReading(log, client, i + 1);
        }
      }
      assertTrue(line.contains("WARNING") && line.contains("messages behind"), line);
      heart.interrupt();
      heart.join();
      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
    }
  }

  /**
   * Sends orders that are rejected at once, and reads none of the answers, until it is cut.
   *
   * @param ends how many sessions of the user have ended then
   * @return what the gateway says of that
   */
  private static String notReading(SessionLog log, PlainClient client, int ends) throws Exception {
    byte[] order = PlainClient.framed(PlainClient.enterOrder("x", 'B', 0, "AAPL", 1));
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (true) {
                      client.bytes(order);
                    }
                  } catch (IOException e) {
                    // cut, as it should be
                  }
                });
    sender.join();
    Await.until("the end of session " + ends, () -> ended(log).size() == ends);
    return ended(log).getLast();
  }

  private static List<String> ended(SessionLog log) {
    return log.lines().stream()
        .filter(line -> line.contains("'demo01'") && line.contains("ended"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void clientThatVanishesIsGivenUp(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(100), Duration.ofMillis(800), Duration.ofSeconds(5));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(config);
        PlainClient other = PlainClient.loggedIn(gateway, "demo00");
        PlainClient client = PlainClient.loggedIn(gateway, "demo01")) {
      Thread heart = beat(other);
      log.await("WARNING", "'demo01'", "nothing heard");
      assertNull(client.receive());
      heart.interrupt();
      heart.join();
      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void clientThatDoesNotLogInIsGivenUp(Setup setup) throws Exception {
    GatewayConfig config =
        setup.hurried(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMillis(200));
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(config);
        PlainClient other = PlainClient.loggedIn(gateway, "demo00");
        PlainClient client = new PlainClient(gateway.address())) {
      log.await("WARNING", "nobody yet", "no login in time");
      assertNull(client.receive());
      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
    }
  }

  /** Client heartbeats from a thread, until it is interrupted. */
  private static Thread beat(PlainClient client) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                while (true) {
                  client.packet("R");
                  Thread.sleep(40);
                }
              } catch (InterruptedException e) {
                // asked to stop
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }
}
