package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.feed.FeedFault;
import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.FeedPackets;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.feed.publish.FeedStatistics;
import dev.ioserver.examples.feed.publish.RequestLimits;
import dev.ioserver.examples.feed.subscribe.BookDifferences;
import dev.ioserver.examples.feed.subscribe.FeedCounts;
import dev.ioserver.examples.feed.subscribe.ReceiverOptions;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import dev.ioserver.examples.gateway.book.RestingOrder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway and its subscribers: whatever is lost on the way, the books are the same. */
@Timeout(240)
class FeedTest {

  private static final int OPERATIONS = 1500;
  private static final long MINUTE_SECONDS = 60;

  private static SubscriberResult result(CompletableFuture<SubscriberResult> future)
      throws Exception {
    return future.get(MINUTE_SECONDS, TimeUnit.SECONDS);
  }

  private static void assertEqualBooks(
      GatewayServer gateway, Map<String, List<RestingOrder>> books, SubscriberResult subscriber) {
    assertTrue(subscriber.complete());
    assertEquals(0, subscriber.counts().lost.get());
    assertEquals(0, subscriber.counts().missing());
    assertEquals(List.of(), BookDifferences.of(books, subscriber.books()));
    assertEquals(gateway.feedStatistics().messages(), subscriber.counts().messages.get());
    long orders = subscriber.books().values().stream().mapToLong(List::size).sum();
    assertTrue(orders > 10, "books that say nothing: " + orders);
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void subscribersHaveTheBooksWhateverIsThrownAway(Setup setup) throws Exception {
    long seed = System.nanoTime();
    System.out.println("FeedTest seed " + seed);
    FeedConfig feed = FeedSetup.feed(2);
    try (GatewayServer gateway = GatewayServer.start(setup.config().feed(feed))) {
      ReceiverOptions known = ReceiverOptions.defaults().source(gateway.feedAddress());
      var all = FeedSetup.subscribe(setup.engine(), feed.groups().get(0), known);
      var some = FeedSetup.subscribe(setup.engine(), feed.groups().get(1), known.drop(0.1, 42));
      try (PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
        FeedSetup.trade(client, seed, OPERATIONS);
      }
      Map<String, List<RestingOrder>> books = gateway.closeAndGetBooks();
      assertEqualBooks(gateway, books, result(all));
      SubscriberResult dropping = result(some);
      assertEqualBooks(gateway, books, dropping);
      FeedCounts counts = dropping.counts();
      assertTrue(counts.thrown.get() > 0);
      assertTrue(counts.gaps.get() > 0);
      assertTrue(counts.recovered.get() > 0);
      assertEquals(counts.missed.get(), counts.recovered.get());
      assertEquals(Map.of(), counts.faults.all());
      FeedStatistics statistics = gateway.feedStatistics();
      assertTrue(statistics.answers() > 0);
      assertEquals(0, statistics.undelivered());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void whoComesLateGetsEverythingFromTheStart(Setup setup) throws Exception {
    FeedConfig feed = FeedSetup.feed(1);
    try (GatewayServer gateway = GatewayServer.start(setup.config().feed(feed))) {
      try (PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
        FeedSetup.trade(client, 42, OPERATIONS);
        // Nobody tells it where the feed comes from.
        var late =
            FeedSetup.subscribe(
                setup.engine(), feed.groups().getFirst(), ReceiverOptions.defaults());
        Map<String, List<RestingOrder>> books = gateway.closeAndGetBooks();
        SubscriberResult heard = result(late);
        assertEqualBooks(gateway, books, heard);
        assertTrue(heard.counts().recovered.get() > OPERATIONS);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void kernelStampsAreThereWhereTheEngineHasThem(Setup setup) throws Exception {
    FeedConfig feed = FeedSetup.feed(1);
    try (GatewayServer gateway = GatewayServer.start(setup.config().feed(feed))) {
      var future =
          FeedSetup.subscribe(setup.engine(), feed.groups().getFirst(), ReceiverOptions.defaults());
      gateway.closeAndGetBooks();
      SubscriberResult heard = result(future);
      FeedCounts counts = heard.counts();
      if (setup.engine().equals("nio")) {
        assertFalse(heard.stamped());
      } else if (setup.engine().equals("epoll")) {
        assertTrue(heard.stamped());
      }
      boolean recorded = counts.kernelToApplication.all().getTotalCount() > 0;
      assertEquals(heard.stamped(), recorded);
      assertEquals(
          heard.stamped() ? counts.messages.get() : 0, counts.wireToBook.all().getTotalCount());
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void floodsAndNonsenseHarmNobody(Setup setup) throws Exception {
    long seed = System.nanoTime();
    System.out.println("FeedTest seed " + seed);
    FeedConfig feed = FeedSetup.feed(1).bounds(1 << 16, new RequestLimits(4, 4, 4, 50));
    try (SessionLog log = new SessionLog("dev.ioserver.examples.feed");
        GatewayServer gateway = GatewayServer.start(setup.config().feed(feed));
        DatagramSocket enemy = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress source = gateway.feedAddress();
      InetSocketAddress group = feed.groups().getFirst();
      var future =
          FeedSetup.subscribe(
              setup.engine(), group, ReceiverOptions.defaults().source(source).drop(0.1, seed));
      InetSocketAddress subscriber =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), group.getPort());
      ByteBuffer request = FeedPackets.request(feed.session(), 1, 1000);
      ByteBuffer forged = FeedPackets.packet(feed.session(), 1, "forged");
      try (PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
        for (int round = 0; round < 20; round++) {
          for (int i = 0; i < 50; i++) {
            send(enemy, source, request);
            send(enemy, source, ByteBuffer.allocate(i));
            send(enemy, source, FeedPackets.request(FeedPackets.SESSION, 1, 1));
            send(enemy, subscriber, forged);
            send(enemy, subscriber, ByteBuffer.allocate(i));
          }
          FeedSetup.trade(client, "t", seed + round, 20, round);
        }
      }
      Map<String, List<RestingOrder>> books = gateway.closeAndGetBooks();
      SubscriberResult heard = result(future);
      assertEqualBooks(gateway, books, heard);
      assertTrue(heard.counts().faults.get(FeedFault.FOREIGN_SOURCE) > 0);
      Map<FeedFault, Long> refused = gateway.feedStatistics().faults();
      assertTrue(refused.containsKey(FeedFault.TOO_SHORT), refused::toString);
      assertTrue(refused.containsKey(FeedFault.WRONG_SESSION), refused::toString);
      for (FeedFault fault : refused.keySet()) {
        long lines =
            log.lines().stream()
                .filter(line -> line.contains("feed: " + fault.text() + ";"))
                .count();
        assertEquals(1, lines, () -> fault + " in " + log.lines());
      }
    }
  }

  private static void send(DatagramSocket from, InetSocketAddress to, ByteBuffer bytes)
      throws Exception {
    from.send(new DatagramPacket(bytes.array(), bytes.capacity(), to));
  }

  @Test
  void withoutAFeedThereIsNone() throws Exception {
    try (GatewayServer gateway = GatewayServer.start(GatewayConfig.defaults())) {
      assertNull(gateway.feedAddress());
      assertNull(gateway.feedStatistics());
      assertEquals(List.of(), gateway.closeAndGetBooks().get("AAPL"));
    }
  }

  @Test
  void whatCannotBeAFeedIsRefused() {
    InetSocketAddress group = new InetSocketAddress("239.255.0.1", 30_001);
    var loopback = FeedInterfaces.loopback();
    assertRefused(() -> FeedConfig.of(List.of(), loopback));
    assertRefused(() -> FeedConfig.of(List.of(new InetSocketAddress("127.0.0.1", 1)), loopback));
    assertRefused(() -> FeedConfig.of(List.of(new InetSocketAddress("239.0.0.1", 0)), loopback));
    assertRefused(
        () -> FeedConfig.of(List.of(group, new InetSocketAddress("ff05::1", 30_001)), loopback));
    FeedConfig feed = FeedConfig.of(List.of(group), loopback);
    assertRefused(() -> feed.bounds(0, RequestLimits.defaults()));
    assertRefused(() -> feed.times(Duration.ZERO, Duration.ofMillis(1), Duration.ZERO));
    assertRefused(() -> new RequestLimits(1, 3, 1, 1));
    assertRefused(() -> new RequestLimits(0, 4, 1, 1));
    assertRefused(() -> FeedInterfaces.named("no such interface"));
  }

  private static void assertRefused(Runnable making) {
    assertThrows(IllegalArgumentException.class, making::run);
  }
}
