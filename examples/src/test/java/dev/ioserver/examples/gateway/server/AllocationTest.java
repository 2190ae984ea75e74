package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.feed.publish.RequestLimits;
import dev.ioserver.examples.feed.subscribe.ReceiverOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an order costs the collector once the gateway runs: nothing.
 *
 * <p>Measured in rounds, of which the best counts. Others hold what is not steady yet: code that is
 * compiled only later, pools that grow, and the table of tokens used, which doubles now and then.
 * The store has all its memory from the login on.
 *
 * <p>What the bounds leave room for is the engine: a system call may make memory segments of 40
 * bytes, for the several orders that it serves. A book makes system calls only to wake the session
 * thread.
 */
class AllocationTest {

  private static final int ROUNDS = 6;
  private static final int ORDERS = 20_000;
  private static final int UNDER_WAY = 40;
  private static final double SESSION_BYTES_PER_ORDER = 32;
  private static final double BOOK_BYTES_PER_ORDER = 8;
  private static final double SUBSCRIBER_BYTES_PER_ORDER = 32;
  private static final String LEAK_CHECK = "ioserver.leakcheck";

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void ordersAllocateNothing(Setup setup) throws Exception {
    // The leak check records every packet, at a price.
    String leakCheck = System.getProperty(LEAK_CHECK, "false");
    System.setProperty(LEAK_CHECK, "false");
    GatewayConfig config = setup.config().limits(Limits.store(16 << 20, 1));
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      Map<String, Double> best = measure(setup, client);
      check(best, "gateway-sessions", SESSION_BYTES_PER_ORDER);
      checkBooks(setup, best);
    } finally {
      System.setProperty(LEAK_CHECK, leakCheck);
    }
  }

  /** Nor do the feed and its subscriber: each order is two messages, and many share a packet. */
  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void theFeedAllocatesNothing(Setup setup) throws Exception {
    String leakCheck = System.getProperty(LEAK_CHECK, "false");
    System.setProperty(LEAK_CHECK, "false");
    // The store of the feed has all its memory after the first rounds.
    FeedConfig feed = FeedSetup.feed(1).bounds(1 << 14, RequestLimits.defaults());
    GatewayConfig config = setup.config().limits(Limits.store(16 << 20, 1)).feed(feed);
    try (GatewayServer gateway = GatewayServer.start(config);
        PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      var subscriber =
          FeedSetup.subscribe(setup.engine(), feed.groups().getFirst(), ReceiverOptions.defaults());
      Map<String, Double> best = measure(setup, client);
      check(best, "gateway-sessions", SESSION_BYTES_PER_ORDER);
      checkBooks(setup, best);
      check(best, "gateway-test-subscriber", SUBSCRIBER_BYTES_PER_ORDER);
      gateway.closeAndGetBooks();
      assertTrue(subscriber.get(60, TimeUnit.SECONDS).complete());
    } finally {
      System.setProperty(LEAK_CHECK, leakCheck);
    }
  }

  private static Map<String, Double> measure(Setup setup, PlainClient client) throws IOException {
    Map<String, Double> best = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Long> before = ThreadAllocation.bytes();
      trade(client, round * ORDERS);
      ThreadAllocation.bytes()
          .forEach(
              (thread, after) ->
                  best.merge(thread, (double) (after - before.get(thread)) / ORDERS, Math::min));
    }
    System.out.println(setup + ", bytes per order: " + best);
    return best;
  }

  private static void checkBooks(Setup setup, Map<String, Double> best) {
    if (setup.books() == Matching.THREADS) {
      check(best, "gateway-book-AAPL", BOOK_BYTES_PER_ORDER);
    }
  }

  private static void check(Map<String, Double> bytesPerOrder, String thread, double limit) {
    assertTrue(
        bytesPerOrder.get(thread) < limit,
        () -> thread + ", bytes per order: " + bytesPerOrder.get(thread));
  }

  /** Every second order executes the one before; each gets an acceptance and an execution. */
  private static void trade(PlainClient client, int from) throws IOException {
    for (int sent = 0; sent < ORDERS; sent += UNDER_WAY) {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      for (int i = from + sent; i < from + sent + UNDER_WAY; i++) {
        char side = i % 2 == 0 ? 'B' : 'S';
        batch.write(PlainClient.framed(PlainClient.enterOrder("t" + i, side, 100, "AAPL", 10_000)));
      }
      client.bytes(batch.toByteArray());
      for (int i = 0; i < 2 * UNDER_WAY; i++) {
        client.message();
      }
    }
  }
}
