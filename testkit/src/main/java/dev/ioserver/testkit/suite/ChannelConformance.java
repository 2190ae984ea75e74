package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The laws of channels, with consumers of every kind: a plain thread, a virtual thread, and the
 * thread of a caller-run loop, which waits in the engine's poller.
 */
public abstract class ChannelConformance extends Conformance {

  private static final int PRODUCERS = 4;

  /** For subclasses. */
  protected ChannelConformance() {}

  @BothShapes
  void mpscBoundedPerProducerOrderNothingLostOrDoubled(Shape shape) throws Exception {
    producersKeepOrder(shape, Channels.mpsc(16), PRODUCERS);
  }

  @BothShapes
  void mpscUnboundedPerProducerOrderNothingLostOrDoubled(Shape shape) throws Exception {
    producersKeepOrder(shape, Channels.mpscUnbounded(), PRODUCERS);
  }

  @BothShapes
  void spscBoundedKeepsOrder(Shape shape) throws Exception {
    producersKeepOrder(shape, Channels.spsc(8), 1);
  }

  @BothShapes
  void spscUnboundedKeepsOrder(Shape shape) throws Exception {
    producersKeepOrder(shape, Channels.spscUnbounded(), 1);
  }

  @BothShapes
  void smallestChannelsWork(Shape shape) throws Exception {
    // Few: each of them waits for the one before.
    producersKeepOrder(shape, Channels.mpsc(1), PRODUCERS, rounds(5_000, 100_000));
    producersKeepOrder(shape, Channels.spsc(1), 1, rounds(5_000, 100_000));
  }

  @BothShapes
  void closeWithDrainEverySendThatReturnedTrueIsReceived(Shape shape) throws Exception {
    Random random = random();
    List<Supplier<Channel<Long>>> kinds = List.of(() -> Channels.mpsc(8), Channels::mpscUnbounded);
    try (TestServer server = server(shape)) {
      for (int round = 0; round < rounds(100, 20_000); round++) {
        Channel<Long> channel = kinds.get(round % kinds.size()).get();
        AtomicLong sent = new AtomicLong();
        List<Work<Void>> producers = new ArrayList<>();
        for (int p = 0; p < 2; p++) {
          long mark = p + 1L;
          producers.add(
              run(
                  "producer",
                  () -> {
                    try {
                      for (long i = 0; ; i++) {
                        if (channel.trySend(i << 2 | mark)) {
                          sent.incrementAndGet();
                        }
                      }
                    } catch (ChannelClosedException e) {
                      // From now on nothing may be taken.
                    }
                  }));
        }
        int spins = random.nextInt(20_000);
        Work<Void> closer =
            run(
                "closer",
                () -> {
                  for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                  }
                  channel.close();
                });
        long received = 0;
        long[] last = {-1, -1, -1};
        try {
          while (true) {
            long message = server.next(channel);
            int from = (int) (message & 3);
            assertTrue(message > last[from], "out of order");
            last[from] = message;
            received++;
          }
        } catch (ChannelClosedException e) {
          assertTrue(channel.isDone());
        }
        closer.get();
        for (Work<Void> producer : producers) {
          producer.get();
        }
        // A send that met the close may have been taken although it threw: at most one each.
        long lost = sent.get() - received;
        assertTrue(lost <= 0 && lost >= -2, lost + " messages lost in round " + round);
      }
    }
  }

  @BothShapes
  void virtualAndPlatformProducersToAVirtualConsumer(Shape shape) throws Exception {
    if (shape == Shape.CALLER_RUNS) {
      return; // The loop's own thread is a platform thread.
    }
    int each = rounds(30_000, 1_000_000);
    Channel<Integer> channel = Channels.mpsc(32);
    Work<Long> consumer =
        beginVirtual(
            "consumer",
            () -> {
              long sum = 0;
              for (int i = 0; i < each * PRODUCERS; i++) {
                sum += channel.receive();
              }
              return sum;
            });
    List<Work<Void>> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      Action sending =
          () -> {
            for (int i = 0; i < each; i++) {
              channel.send(i);
            }
          };
      producers.add(p % 2 == 0 ? run("platform", sending) : runVirtual("virtual", sending));
    }
    for (Work<Void> producer : producers) {
      producer.get();
    }
    assertEquals((long) each * (each - 1) / 2 * PRODUCERS, consumer.get());
  }

  @Test
  void manySendersThatWaitNoneIsForgotten() throws Exception {
    // Short waits in large numbers: whoever is woken and finds the room taken must wait again.
    int threads = 8;
    int each = rounds(1_500, 200_000);
    Channel<Integer> channel = Channels.mpsc(2);
    List<Work<Void>> senders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      senders.add(
          run(
              "sender " + t,
              () -> {
                for (int i = 0; i < each; i++) {
                  if (i % 3 != 0) {
                    channel.send(i);
                  } else {
                    while (!channel.send(i, Duration.ofSeconds(1))) {
                      // Somebody else was quicker, a second long.
                    }
                  }
                }
              }));
    }
    for (int i = 0; i < threads * each; i++) {
      assertTrue(channel.receive(TestServer.LONG) != null, "senders are forgotten at " + i);
    }
    for (Work<Void> sender : senders) {
      sender.get();
    }
  }

  @BothShapes
  void timeoutsNeverEarlyAndNothingIsTaken(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      assertTrue(server.io().failure() == null);
      Channel<String> channel = Channels.mpsc(2);
      assertNull(channel.tryReceive());
      assertNull(channel.receive(Duration.ZERO));
      for (long nanos : new long[] {1_000, 1_000_000, 12_345_678}) {
        long began = System.nanoTime();
        assertNull(channel.receive(Duration.ofNanos(nanos)));
        assertTrue(System.nanoTime() - began >= nanos, "receive gave up early");
      }
      while (channel.trySend("x")) {
        // Until it is full.
      }
      assertEquals(channel.capacity(), channel.size());
      long began = System.nanoTime();
      assertFalse(channel.send("y", Duration.ofNanos(12_345_678)));
      assertTrue(System.nanoTime() - began >= 12_345_678, "send gave up early");
      assertEquals("x", channel.tryReceive());
      assertTrue(channel.send("z", Duration.ZERO));
    }
  }

  @BothShapes
  void closeEndsEveryoneWhoWaits(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Channel<String> full = Channels.mpsc(2);
      while (full.trySend("x")) {
        // Until it is full.
      }
      List<Work<Void>> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Action sending = () -> assertThrows(ChannelClosedException.class, () -> full.send("late"));
        senders.add(i % 2 == 0 ? run("sender", sending) : runVirtual("sender", sending));
      }
      Channel<String> empty = Channels.mpscUnbounded();
      Work<Void> receiver =
          run("receiver", () -> assertThrows(ChannelClosedException.class, empty::receive));
      server.idle(20_000_000);
      full.close();
      full.close();
      empty.close();
      for (Work<Void> sender : senders) {
        server.join(sender);
      }
      server.join(receiver);
      assertTrue(full.isClosed());
      assertFalse(full.isDone());
      for (int i = 0; i < full.capacity(); i++) {
        assertEquals("x", full.receive());
      }
      assertTrue(full.isDone());
      assertThrows(ChannelClosedException.class, full::tryReceive);
      assertEquals(0, full.drain(message -> {}, 10));
    }
  }

  @Test
  void interruptsEndWaitsAndLoseNothing() throws Exception {
    Random random = random();
    int messages = rounds(50_000, 2_000_000);
    Channel<Integer> channel = Channels.mpsc(4);
    Work<Void> sender =
        run(
            "sender",
            () -> {
              for (int i = 0; i < messages; ) {
                try {
                  channel.send(i);
                  i++;
                } catch (InterruptedException e) {
                  // Not sent; again.
                }
              }
            });
    Work<Void> receiver =
        run(
            "receiver",
            () -> {
              for (int i = 0; i < messages; ) {
                try {
                  assertEquals(i, channel.receive());
                  i++;
                } catch (InterruptedException e) {
                  // Not received; again.
                }
              }
            });
    while (!sender.isDone() || !receiver.isDone()) {
      (random.nextBoolean() ? sender : receiver).interrupt();
      Thread.sleep(0, 20_000);
    }
    sender.get();
    receiver.get();
  }

  @Test
  void nullsAndCapacitiesAreChecked() {
    Channel<String> channel = Channels.mpsc(100);
    assertEquals(128, channel.capacity());
    assertEquals(Integer.MAX_VALUE, Channels.mpscUnbounded().capacity());
    assertThrows(NullPointerException.class, () -> channel.trySend(nothing()));
    assertThrows(IllegalArgumentException.class, () -> Channels.mpsc(0));
    assertThrows(IllegalArgumentException.class, () -> Channels.spsc(-1));
    assertEquals(0, channel.drain(message -> {}, 0));
    channel.trySend("a");
    channel.trySend("b");
    List<String> drained = new ArrayList<>();
    assertEquals(1, channel.drain(drained::add, 1));
    assertEquals(1, channel.drain(drained::add, 10));
    assertEquals(List.of("a", "b"), drained);
  }

  private void producersKeepOrder(Shape shape, Channel<Long> channel, int producers)
      throws Exception {
    producersKeepOrder(shape, channel, producers, rounds(20_000, 1_000_000));
  }

  private void producersKeepOrder(Shape shape, Channel<Long> channel, int producers, int each)
      throws Exception {
    try (TestServer server = server(shape)) {
      List<Work<Void>> works = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        long mark = p;
        works.add(
            run(
                "producer " + p,
                () -> {
                  for (long i = 0; i < each; i++) {
                    channel.send(i << 8 | mark);
                  }
                }));
      }
      long[] next = new long[producers];
      for (int i = 0; i < producers * each; i++) {
        long message = server.next(channel);
        assertEquals(next[(int) (message & 0xFF)]++, message >> 8);
      }
      assertEquals((long) each * producers, Arrays.stream(next).sum());
      assertNull(channel.tryReceive());
      for (Work<Void> work : works) {
        work.get();
      }
      assertTrue(server.io().failure() == null);
    }
  }

  @SuppressWarnings("NullAway") // To see that null is refused.
  private static String nothing() {
    return null;
  }
}
