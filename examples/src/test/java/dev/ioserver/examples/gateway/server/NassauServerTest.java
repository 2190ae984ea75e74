package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paritytrading.juncture.nasdaq.itch50.ITCH50;
import com.paritytrading.nassau.moldudp64.MoldUDP64DefaultMessageStore;
import com.paritytrading.nassau.moldudp64.MoldUDP64DownstreamPacket;
import com.paritytrading.nassau.moldudp64.MoldUDP64RequestServer;
import com.paritytrading.nassau.moldudp64.MoldUDP64Server;
import dev.ioserver.examples.AvailableEngines;
import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.subscribe.ReceiverOptions;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import dev.ioserver.examples.gateway.book.RestingOrder;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our subscriber reads the feed of a server that others have written, with messages that others
 * have written, and asks their request server for what it has thrown away.
 */
@Timeout(240)
class NassauServerTest {

  private static final int ORDERS = 3000;

  /** Of what is thrown away: some of the first hundred datagrams. */
  private static final long SEED = 42;

  static List<String> engines() {
    return AvailableEngines.names();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void hearsAllOfItInSpiteOfLosses(String engine) throws Exception {
    InetSocketAddress group = FeedSetup.feed(1).groups().getFirst();
    MoldUDP64DefaultMessageStore store = new MoldUDP64DefaultMessageStore();
    try (DatagramChannel feed = DatagramChannel.open(StandardProtocolFamily.INET);
        DatagramChannel requests = DatagramChannel.open(StandardProtocolFamily.INET)) {
      feed.setOption(StandardSocketOptions.IP_MULTICAST_IF, FeedInterfaces.loopback());
      feed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).connect(group);
      requests.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      requests.configureBlocking(false);
      CompletableFuture<SubscriberResult> subscriber =
          FeedSetup.subscribe(
              engine,
              group,
              ReceiverOptions.defaults()
                  .source((InetSocketAddress) feed.getLocalAddress())
                  .requests((InetSocketAddress) requests.getLocalAddress())
                  .drop(0.1, SEED));
      MoldUDP64Server server = new MoldUDP64Server(feed, "NASSAU");
      MoldUDP64RequestServer answers = new MoldUDP64RequestServer(requests);
      MoldUDP64DownstreamPacket packet = new MoldUDP64DownstreamPacket();
      for (ByteBuffer message : messages()) {
        if (packet.remaining() < message.remaining()) {
          send(server, packet);
          answers.serve(store);
        }
        store.put(message.duplicate());
        packet.put(message);
      }
      send(server, packet);
      Await.until(
          "the subscriber has it all",
          () -> {
            try {
              server.sendEndOfSession();
              for (int i = 0; i < 100; i++) {
                answers.serve(store);
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return subscriber.isDone();
          });
      SubscriberResult heard = subscriber.get(1, TimeUnit.SECONDS);
      assertTrue(heard.complete());
      assertTrue(heard.counts().thrown.get() > 0);
      assertTrue(heard.counts().recovered.get() > 0);
      assertEquals(0, heard.counts().lost.get());
      assertEquals(Map.of(), heard.counts().faults.all());
      assertEquals(Map.of("AAPL", expected()), heard.books());
    }
  }

  private static void send(MoldUDP64Server server, MoldUDP64DownstreamPacket packet)
      throws IOException {
    server.send(packet);
    packet.clear();
  }

  /** A stock, many orders, and of every second one the end. */
  private static List<ByteBuffer> messages() {
    List<ByteBuffer> messages = new ArrayList<>();
    ITCH50.StockDirectory stock = new ITCH50.StockDirectory();
    stock.stockLocate = 1;
    stock.stock = Ascii.pack("AAPL", 8);
    messages.add(written(stock));
    for (int i = 1; i <= ORDERS; i++) {
      ITCH50.AddOrder add = new ITCH50.AddOrder();
      add.stockLocate = 1;
      add.orderReferenceNumber = i;
      add.buySellIndicator = ITCH50.BUY;
      add.shares = i;
      add.stock = stock.stock;
      add.price = 10_000;
      messages.add(written(add));
    }
    for (int i = 1; i <= ORDERS; i += 2) {
      ITCH50.OrderDelete delete = new ITCH50.OrderDelete();
      delete.stockLocate = 1;
      delete.orderReferenceNumber = i;
      messages.add(written(delete));
    }
    return messages;
  }

  private static List<RestingOrder> expected() {
    List<RestingOrder> orders = new ArrayList<>();
    for (int i = 2; i <= ORDERS; i += 2) {
      orders.add(new RestingOrder(ITCH50.BUY, 10_000, i, i));
    }
    return orders;
  }

  private static ByteBuffer written(ITCH50.Message message) {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    message.put(bytes);
    return bytes.flip();
  }
}
