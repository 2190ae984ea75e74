package dev.ioserver.examples.gateway.server;

import dev.ioserver.examples.feed.FeedInterfaces;
import dev.ioserver.examples.feed.TestGroup;
import dev.ioserver.examples.feed.publish.FeedConfig;
import dev.ioserver.examples.feed.subscribe.ReceiverOptions;
import dev.ioserver.examples.feed.subscribe.Subscriber;
import dev.ioserver.examples.feed.subscribe.SubscriberOptions;
import dev.ioserver.examples.feed.subscribe.SubscriberResult;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What tests of the feed have in common: groups on loopback, subscribers, and somebody who trades.
 */
final class FeedSetup {

  private FeedSetup() {}

  /** A feed to so many ports of one group, which nobody else uses. */
  static FeedConfig feed(int lines) throws IOException {
    List<DatagramSocket> held = new ArrayList<>();
    List<InetSocketAddress> groups = new ArrayList<>();
    try {
      for (int i = 0; i < lines; i++) {
        DatagramSocket socket = new DatagramSocket(0);
        held.add(socket);
        groups.add(new InetSocketAddress(TestGroup.ADDRESS, socket.getLocalPort()));
      }
    } finally {
      held.forEach(DatagramSocket::close);
    }
    return FeedConfig.of(groups, FeedInterfaces.loopback())
        .times(Duration.ofMillis(200), Duration.ofMillis(20), Duration.ofSeconds(2));
  }

  /** A subscriber on a thread of its own, which listens when this returns. */
  static CompletableFuture<SubscriberResult> subscribe(
      String engine, InetSocketAddress group, ReceiverOptions receiver) throws Exception {
    Subscriber subscriber =
        new Subscriber(
            new SubscriberOptions(
                "feed-subscriber", engine, group, FeedInterfaces.loopback(), receiver));
    CompletableFuture<SubscriberResult> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("gateway-test-subscriber")
        .daemon()
        .start(
            () -> {
              try {
                result.complete(subscriber.run());
              } catch (IOException | InterruptedException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    subscriber.listening().get(60, TimeUnit.SECONDS);
    return result;
  }

  /** Enters, cancels and replaces orders at random; returns when all is answered. */
  static void trade(PlainClient client, long seed, int operations) throws IOException {
    trade(client, "t", seed, operations, 0);
  }

  /**
   * The same, with tokens of its own.
   *
   * @param round another one for each time of a client's day
   */
  static void trade(PlainClient client, String prefix, long seed, int operations, int round)
      throws IOException {
    String t = prefix + round + "-";
    Random random = new Random(seed);
    for (int i = 0; i < operations; i++) {
      String stock = random.nextBoolean() ? "AAPL" : "MSFT";
      String known = t + random.nextInt(i + 1);
      int price = 10_000 + 100 * random.nextInt(12);
      int shares = 1 + random.nextInt(300);
      switch (random.nextInt(5)) {
        case 0 -> {
          // Ignored if it comes too late; an order behind it says when it was dealt with.
          client.cancel(known, random.nextBoolean() ? 0 : shares / 2);
          client.enter(t + i, 'B', shares, stock, price - 500);
        }
        case 1 -> client.replace(known, t + i, shares, price);
        default -> client.enter(t + i, random.nextBoolean() ? 'B' : 'S', shares, stock, price);
      }
      awaitAnswer(client, t + i);
    }
  }

  private static void awaitAnswer(PlainClient client, String token) throws IOException {
    while (true) {
      PlainClient.Message message = client.message();
      boolean answer = "AUJ".indexOf(message.type()) >= 0;
      if (answer && message.token().equals(token)) {
        return;
      }
    }
  }
}
