package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions that go wrong in many ways, drawn at random: the log has one line for each, at a level
 * that fits, with the client's address and the cause that came first. A seed that failed is given
 * back by {@code -Dioserver.seed}.
 */
class FirstCauseTest {

  private static final int CLIENTS = 4;
  private static final int SESSIONS = Boolean.getBoolean("ioserver.stress") ? 5_000 : 60;

  /** What may be told of a connection that the client has reset, or closed unread. */
  private static final String RESET =
      "INFO .* ended: the connection went away"
          + " \\([a-z]+\\(127\\.0\\.0\\.1:PORT\\) failed: (ECONNRESET|EPIPE) .*\\)";

  private static final String CLOSED =
      "INFO .* ended: the connection went away \\(the client closed it\\)";

  private static final String TOO_LONG =
      "WARNING .* ended: bad packet \\(the peer's frame has LENGTH bytes.*\\)";

  /** A way to go wrong. */
  private enum Way {
    /** Garbage that begins with a length that no packet has. */
    GARBAGE,
    /** As GARBAGE, and a reset behind it. */
    GARBAGE_AND_RESET,
    /** A login, and behind it at once the length of a packet that is too long. */
    TOO_LONG_BEHIND_LOGIN,
    /** The same, some time after the login. */
    TOO_LONG_LATER,
    /** As TOO_LONG_BEHIND_LOGIN, and a reset behind it. */
    TOO_LONG_AND_RESET,
    /** A packet of a type that there is not. */
    BAD_TYPE,
    /** A reset before the first byte. */
    RESET_AT_ONCE,
    /** A login, and a reset some time after it. */
    RESET_BEHIND_LOGIN,
    /** A login and orders, and a reset while the answers come. */
    RESET_IN_TRADE,
    /** A login, and a close that does not wait for the answer. */
    CLOSE_UNREAD,
    /** A login, then the end of the client's output. */
    HALF_CLOSE,
    /** A login, then the end in the midst of a packet. */
    HALF_A_PACKET
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void theLogHasTheFirstCauseAndTheAddressOfEachSession(Setup setup) throws Exception {
    long seed = Long.getLong("ioserver.seed", System.nanoTime());
    System.out.println(setup + ": ioserver.seed=" + seed);
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient other = PlainClient.loggedIn(gateway, "demo00");
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      Map<Way, Integer> seen = new ConcurrentHashMap<>();
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 1; i <= CLIENTS; i++) {
        String user = String.format(Locale.ROOT, "demo%02d", i);
        Random random = new Random(seed * 31 + i);
        clients.add(threads.submit(() -> sessions(gateway, log, user, random, seen)));
      }
      for (Future<?> client : clients) {
        client.get();
      }
      System.out.println(setup + ": " + seen);
      for (String line : log.lines()) {
        assertFalse(line.startsWith("SEVERE") || line.contains("0.0.0.0"), line);
        assertFalse(line.contains("takes nothing in") || line.contains("nothing heard"), line);
      }
      other.enter("after", 'B', 100, "AAPL", 10_000);
      assertEquals("after", other.message().token());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void aLoginBeforeABadPacketIsAnswered(Setup setup) throws Exception {
    try (SessionLog log = new SessionLog();
        GatewayServer gateway = GatewayServer.start(setup.config());
        PlainClient client = new PlainClient(gateway.address())) {
      client.bytes(joined(login("demo01"), new byte[] {(byte) 0xFF, (byte) 0xFF, 'U'}));
      assertTrue(String.valueOf(client.receive()).startsWith("A"), "the login was not answered");
      log.await("'demo01'", "bad packet", "65535 bytes");
    }
  }

  private static Object sessions(
      GatewayServer gateway, SessionLog log, String user, Random random, Map<Way, Integer> seen)
      throws Exception {
    Map<Integer, Integer> linesOfPort = new HashMap<>();
    Way[] ways = Way.values();
    for (int i = 0; i < SESSIONS; i++) {
      Way way = i < ways.length ? ways[i] : ways[random.nextInt(ways.length)];
      int length = 0x8000 | random.nextInt(0x8000);
      int port;
      try (PlainClient client = new PlainClient(gateway.address())) {
        port = client.socket().getLocalPort();
        goWrong(client, way, user, length, random);
        check(log, linesOfPort, way, user, port, length);
      }
      seen.merge(way, 1, Integer::sum);
    }
    return seen;
  }

  private static void check(
      SessionLog log, Map<Integer, Integer> linesOfPort, Way way, String user, int port, int length)
      throws InterruptedException {
    String address = "from /127.0.0.1:" + port + " ended";
    int before = linesOfPort.getOrDefault(port, 0);
    Await.until(
        "the end of a session " + way + " " + address,
        () -> log.lines().stream().filter(line -> line.contains(address)).count() > before);
    List<String> lines = log.lines().stream().filter(line -> line.contains(address)).toList();
    linesOfPort.put(port, lines.size());
    assertEquals(before + 1, lines.size(), () -> way + ": " + lines);
    String line = lines.getLast();
    boolean fits =
        allowed(way).stream()
            .map(text -> text.replace("PORT", "" + port).replace("LENGTH", "" + length))
            .anyMatch(line::matches);
    assertTrue(fits, () -> way + " was logged as: " + line);
    boolean named = line.contains("'" + user + "'");
    assertEquals(logsIn(way), named, () -> way + " was logged as: " + line);
  }

  /** What the log may say. Where there are two, either may come first. */
  private static List<String> allowed(Way way) {
    return switch (way) {
      case GARBAGE, GARBAGE_AND_RESET, TOO_LONG_BEHIND_LOGIN -> List.of(TOO_LONG);
      // The answer to the login may find the reset before the next read finds the length.
      case TOO_LONG_LATER, TOO_LONG_AND_RESET -> List.of(TOO_LONG, RESET);
      case BAD_TYPE -> List.of("WARNING .* ended: bad packet \\(.*unknown packet type\\)");
      case RESET_AT_ONCE, RESET_BEHIND_LOGIN, RESET_IN_TRADE -> List.of(RESET);
      case CLOSE_UNREAD -> List.of(RESET, CLOSED);
      case HALF_CLOSE, HALF_A_PACKET -> List.of(CLOSED);
    };
  }

  private static boolean logsIn(Way way) {
    return switch (way) {
      case GARBAGE, GARBAGE_AND_RESET, RESET_AT_ONCE -> false;
      default -> true;
    };
  }

  private static void goWrong(PlainClient client, Way way, String user, int length, Random random)
      throws IOException {
    byte[] login = login(user);
    byte[] tooLong = {(byte) (length >> 8), (byte) length, 'U'};
    switch (way) {
      case GARBAGE -> client.bytes(garbage(length, random));
      case GARBAGE_AND_RESET -> {
        client.bytes(garbage(length, random));
        pause(random);
        reset(client);
      }
      case TOO_LONG_BEHIND_LOGIN -> client.bytes(joined(login, tooLong));
      case TOO_LONG_LATER -> {
        client.bytes(login);
        pause(random);
        client.bytes(tooLong);
      }
      case TOO_LONG_AND_RESET -> {
        client.bytes(joined(login, tooLong));
        pause(random);
        reset(client);
      }
      case BAD_TYPE -> client.bytes(joined(login, PlainClient.framed("Q")));
      case RESET_AT_ONCE -> {
        pause(random);
        reset(client);
      }
      case RESET_BEHIND_LOGIN -> {
        client.bytes(login);
        pause(random);
        reset(client);
      }
      case RESET_IN_TRADE -> {
        client.bytes(login);
        for (int i = random.nextInt(20); i > 0; i--) {
          int token = random.nextInt();
          client.enter(Integer.toHexString(token), 'B', 100, "AAPL", 1 + random.nextInt(9_999));
        }
        pause(random);
        reset(client);
      }
      case CLOSE_UNREAD -> {
        client.bytes(login);
        pause(random);
        client.socket().close();
      }
      case HALF_CLOSE -> {
        client.bytes(login);
        pause(random);
        client.socket().shutdownOutput();
      }
      case HALF_A_PACKET -> {
        client.bytes(joined(login, new byte[] {0, 50, 'U', 'O'}));
        client.socket().shutdownOutput();
      }
    }
  }

  private static byte[] login(String user) throws IOException {
    return PlainClient.framed(
        String.format(Locale.ROOT, "L%-6s%-10s%10s%20d", user, "demo", "", 0));
  }

  private static byte[] garbage(int length, Random random) {
    byte[] bytes = new byte[3 + random.nextInt(4000)];
    random.nextBytes(bytes);
    bytes[0] = (byte) (length >> 8);
    bytes[1] = (byte) length;
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** No time at all, or up to two milliseconds: before, while or after the gateway looks. */
  private static void pause(Random random) {
    if (random.nextBoolean()) {
      LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(2)));
    }
  }

  private static void reset(PlainClient client) throws SocketException, IOException {
    client.socket().setSoLinger(true, 0);
    client.socket().close();
  }
}
