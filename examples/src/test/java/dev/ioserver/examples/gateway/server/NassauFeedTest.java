package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paritytrading.juncture.nasdaq.itch50.ITCH50Parser;
import com.paritytrading.nassau.moldudp64.MoldUDP64Client;
import com.paritytrading.nassau.moldudp64.MoldUDP64ClientState;
import com.paritytrading.nassau.moldudp64.MoldUDP64ClientStatusListener;
import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.JunctureLog;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.gateway.book.RestingOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A MoldUDP64 client and an ITCH 5.0 parser that others have written read our feed. Packets of the
 * feed are lost on their way to the client, and it asks for them from the socket that it hears
 * with.
 */
@Timeout(240)
class NassauFeedTest {

  private static final int OPERATIONS = 1000;
  private static final double LOSS = 0.1;
  private static final long SEED = 42;

  /** Hands the feed on to a client, but for some packets. */
  private static final class LossyRelay implements AutoCloseable {
    private final DatagramChannel in;
    private final DatagramChannel out = DatagramChannel.open(StandardProtocolFamily.INET);
    private final InetSocketAddress to;
    private final ByteBuffer packet = ByteBuffer.allocate(2048);
    private final Random random;
    int lost;

    LossyRelay(InetSocketAddress group, InetSocketAddress to, long seed) throws IOException {
      this.to = to;
      random = new Random(seed);
      in =
          DatagramChannel.open(StandardProtocolFamily.INET)
              .setOption(StandardSocketOptions.SO_REUSEADDR, true)
              .bind(new InetSocketAddress(group.getPort()));
      in.join(group.getAddress(), FeedInterfaces.loopback());
      in.configureBlocking(false);
    }

    boolean pass() throws IOException {
      if (in.receive(packet.clear()) == null) {
        return false;
      }
      if (random.nextDouble() < LOSS) {
        lost++;
      } else {
        out.send(packet.flip(), to);
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      in.close();
      out.close();
    }
  }

  private static final class Status implements MoldUDP64ClientStatusListener {
    int requests;
    boolean ended;

    @Override
    public void state(MoldUDP64Client from, MoldUDP64ClientState next) {}

    @Override
    public void downstream(MoldUDP64Client from, long sequenceNumber, int messageCount) {}

    @Override
    public void request(MoldUDP64Client from, long sequenceNumber, int messageCount) {
      requests++;
    }

    @Override
    public void endOfSession(MoldUDP64Client from) {
      ended = true;
    }
  }

  @ParameterizedTest
  @MethodSource(Setup.ALL)
  void readsEveryMessageInSpiteOfLosses(Setup setup) throws Exception {
    // That client repeats a request after a second.
    FeedConfig feed =
        FeedSetup.feed(1)
            .times(Duration.ofMillis(200), Duration.ofMillis(20), Duration.ofSeconds(3));
    JunctureLog log = new JunctureLog();
    Status status = new Status();
    try (GatewayServer gateway = GatewayServer.start(setup.config().feed(feed));
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      try (LossyRelay relay =
          new LossyRelay(
              feed.groups().getFirst(), (InetSocketAddress) channel.getLocalAddress(), SEED)) {
        ITCH50Parser parser = new ITCH50Parser(log);
        MoldUDP64Client client =
            new MoldUDP64Client(channel, gateway.feedAddress(), parser, status);
        Thread trading = Thread.ofPlatform().daemon().start(() -> tradeAndClose(gateway, SEED));
        Await.until(
            "the end of the session",
            () -> {
              try {
                while (relay.pass() | client.receive()) {
                  // until both have nothing more
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return status.ended;
            });
        trading.join();
        assertTrue(relay.lost > 0);
        assertTrue(status.requests > 0);
      }
      assertEquals(gateway.feedStatistics().messages(), log.lines.size());
      assertTrue(log.lines.getFirst().endsWith(" O"), log.lines.getFirst());
      assertTrue(log.lines.getLast().endsWith(" C"), log.lines.getLast());
      assertEquals(sorted(gateway.closeAndGetBooks()), books(log.lines));
    }
  }

  private static void tradeAndClose(GatewayServer gateway, long seed) {
    try (PlainClient client = PlainClient.loggedIn(gateway, "demo")) {
      FeedSetup.trade(client, seed, OPERATIONS);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      gateway.close();
    }
  }

  /** The books in the plainest way: a map of orders by their numbers. */
  private static Map<String, List<RestingOrder>> books(List<String> lines) {
    Map<String, String> stocks = new HashMap<>();
    Map<Long, String> stockOf = new HashMap<>();
    Map<Long, RestingOrder> orders = new HashMap<>();
    for (String line : lines) {
      String[] word = line.split(" ");
      long reference = "SR".contains(word[0]) ? 0 : Long.parseLong(word[3]);
      switch (word[0]) {
        case "S" -> {}
        case "R" -> stocks.put(word[1], word[3]);
        case "A" -> {
          assertEquals(stocks.get(word[1]), word[6]);
          byte side = (byte) word[4].charAt(0);
          int shares = Integer.parseInt(word[5]);
          orders.put(
              reference, new RestingOrder(side, Integer.parseInt(word[7]), shares, reference));
          stockOf.put(reference, word[6]);
        }
        case "E", "X" -> reduce(orders, reference, Integer.parseInt(word[4]));
        case "D" -> orders.remove(reference);
        case "U" -> {
          RestingOrder old = orders.remove(reference);
          long next = Long.parseLong(word[4]);
          int price = Integer.parseInt(word[6]);
          orders.put(next, new RestingOrder(old.side(), price, Integer.parseInt(word[5]), next));
          stockOf.put(next, stockOf.get(reference));
        }
        default -> throw new AssertionError(line);
      }
    }
    Map<String, List<RestingOrder>> books = new TreeMap<>();
    for (String stock : stocks.values()) {
      books.put(
          stock,
          orders.values().stream()
              .filter(order -> stock.equals(stockOf.get(order.reference())))
              .sorted(Comparator.comparing(RestingOrder::reference))
              .toList());
    }
    return books;
  }

  private static void reduce(Map<Long, RestingOrder> orders, long reference, int by) {
    RestingOrder order = orders.get(reference);
    int left = order.shares() - by;
    if (left == 0) {
      orders.remove(reference);
    } else {
      orders.put(reference, new RestingOrder(order.side(), order.price(), left, reference));
    }
  }

  private static Map<String, List<RestingOrder>> sorted(Map<String, List<RestingOrder>> books) {
    Map<String, List<RestingOrder>> sorted = new TreeMap<>();
    books.forEach(
        (stock, orders) ->
            sorted.put(
                stock,
                orders.stream().sorted(Comparator.comparing(RestingOrder::reference)).toList()));
    return sorted;
  }
}
