package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Channels;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One place to wait for sockets, timers and other threads alike, and a fair one. */
public abstract class SelectConformance extends Conformance {
  /** For subclasses. */
  protected SelectConformance() {}

  @BothShapes
  void mixOfPortsChannelsAndTimers(Shape shape) throws Exception {
    int each = 2_000;
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      Channel<Integer> channel = Channels.mpsc(64);
      Work<Void> client =
          run(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  for (int i = 0; i < each; i++) {
                    peer.write((byte) 1);
                    assertEquals(1, peer.read(1).length);
                  }
                }
              });
      Port port = server.accept(listener);
      Work<Void> sender =
          run(
              "sender",
              () -> {
                for (int i = 0; i < each; i++) {
                  channel.send(i);
                }
              });
      Timer timer = server.timer(Duration.ZERO, Duration.ofMillis(1));
      select.add(port).add(channel).add(timer);
      select.add(port);
      assertEquals(3, select.size());
      int bytes = 0;
      int sent = 0;
      int expired = 0;
      while (bytes < each || sent < each || expired < 20) {
        switch (select.receive(TestServer.LONG)) {
          case Data data -> {
            assertSame(port, select.source());
            bytes += data.length();
            port.send(data.bytes());
            data.release();
          }
          case Integer number -> {
            assertSame(channel, select.source());
            assertEquals(sent++, number);
          }
          case Expired _ -> {
            assertSame(timer, select.source());
            expired++;
          }
          case null -> throw new AssertionError("nothing came");
          default -> {
            // The peer may have closed already.
          }
        }
      }
      timer.cancel();
      port.flush();
      client.get();
      sender.get();
      select.remove(port);
      select.remove(channel);
      select.remove(timer);
      assertEquals(0, select.size());
    }
  }

  @BothShapes
  void busySourceStarvesNone(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      Channel<Integer> busy = Channels.mpscUnbounded();
      Channel<Integer> quiet = Channels.mpscUnbounded();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 0; i < 100_000; i++) {
          busy.send(i);
        }
        select.add(busy).add(quiet).add(port);
        for (int round = 0; round < 20; round++) {
          quiet.send(round);
          peer.write((byte) round);
          boolean fromQuiet = false;
          boolean fromPort = false;
          int others = 0;
          while (!fromQuiet || !fromPort) {
            Object message = select.receive(TestServer.LONG);
            if (message instanceof Data data) {
              data.release();
              fromPort = true;
            } else if (quiet.equals(select.source())) {
              fromQuiet = true;
            } else {
              others++;
            }
            // The bytes need their time over the loopback, which BSD's gives to another thread; the
            // channel needs one turn.
            if (!fromPort && others % 1_000 == 999) {
              Thread.sleep(10);
            }
            assertTrue(fromQuiet || others < 1_000, "the quiet channel starves");
            assertTrue(others < 4_000 || shape == Shape.OWN_THREADS, "the socket starves");
          }
          busy.send(round);
        }
        select.close();
        assertEquals(0, select.size());
        busy.close();
      }
    }
  }

  /** What the first of many connections sent can be answered before the last one is read. */
  @Test
  void longBatchIsHandedOnInParts() throws Exception {
    int connections = 100;
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      Select<Object> select = server.io().any();
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        peers.add(Peer.connect(listener.localAddress()));
        select.add(server.accept(listener));
      }
      for (Peer peer : peers) {
        peer.write((byte) 1);
      }
      int most = 0;
      for (int received = 0; received < connections; ) {
        int n =
            select.pollNanos(
                (_, message) -> assertEquals(1, Bytes.take((Data) message).length),
                connections,
                TestServer.LONG_NANOS);
        assertTrue(n > 0, "bytes are lost after " + received);
        most = Math.max(most, n);
        received += n;
      }
      assertTrue(most <= connections / 2, most + " were read before any was handed on");
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @BothShapes
  void sourcesAreAddedRemovedAndMovedWhileItRuns(Shape shape) throws Exception {
    Random random = random();
    int sources = 20;
    int each = 2_000;
    try (TestServer server = server(shape)) {
      Select<Object> first = TimerConformance.select(server, shape);
      Select<Object> second = Select.ofAny();
      List<Channel<Integer>> channels = new ArrayList<>();
      List<Work<Void>> senders = new ArrayList<>();
      for (int s = 0; s < sources; s++) {
        channels.add(Channels.mpsc(16));
      }
      for (int t = 0; t < 2; t++) {
        int half = t;
        senders.add(
            run(
                "sender",
                () -> {
                  for (int i = 0; i < each; i++) {
                    for (int s = half; s < sources; s += 2) {
                      channels.get(s).send(i);
                    }
                  }
                }));
      }
      int[] next = new int[sources];
      for (int received = 0; received < sources * each; ) {
        int s = random.nextInt(sources);
        switch (random.nextInt(8)) {
          case 0 -> first.add(channels.get(s));
          case 1 -> second.add(channels.get(s));
          case 2 -> first.remove(channels.get(s));
          case 3 -> {
            for (Channel<Integer> channel : channels) {
              (random.nextBoolean() ? first : second).add(channel);
            }
          }
          default -> {
            // On with receiving.
          }
        }
        Select<Object> select = random.nextBoolean() ? first : second;
        Object message = select.receive(Duration.ofNanos(random.nextBoolean() ? 0 : 10_000));
        if (message instanceof Integer number) {
          int from = channels.indexOf(select.source());
          assertEquals(next[from]++, number);
          received++;
        }
      }
      for (Work<Void> sender : senders) {
        sender.get();
      }
      first.close();
      second.close();
    }
  }

  @BothShapes
  void movedSourceIsCountedByItsNewSelectAlone(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> first = TimerConformance.select(server, shape);
      Select<Object> second = Select.ofAny();
      Channel<String> channel = Channels.mpsc(4);
      first.add(channel);
      channel.send("waits");
      second.add(channel);
      assertNull(first.tryReceive());
      assertEquals(1, second.size());
      assertEquals(0, first.size());
      assertFalse(first.remove(channel));
      assertEquals("waits", second.receive(TestServer.LONG));
      assertTrue(second.remove(channel));
    }
  }

  @BothShapes
  void closedSourcesTellTheirEndAndLeave(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      Channel<String> channel = Channels.mpsc(4);
      channel.send("last");
      Listener listener = server.listen();
      Timer timer = server.timer(Duration.ofNanos(-1));
      select.add(channel);
      channel.close();
      assertEquals("last", select.receive(TestServer.LONG));
      Closed closed = assertInstanceOf(Closed.class, select.receive(TestServer.LONG));
      assertSame(channel, closed.source());
      select.add(listener).add(timer);
      assertInstanceOf(Expired.class, select.receive(TestServer.LONG));
      listener.close();
      timer.cancel();
      assertInstanceOf(Closed.class, select.receive(TestServer.LONG));
      assertInstanceOf(Closed.class, select.receive(TestServer.LONG));
      assertNull(select.receive(Duration.ofMillis(1)));
      assertEquals(0, select.size());
      // A channel that is done already tells so, too.
      select.add(channel);
      assertInstanceOf(Closed.class, select.receive(TestServer.LONG));
    }
  }

  @BothShapes
  void deadlineNeverEarly(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      select.add(Channels.mpsc(4));
      assertNull(select.tryReceive());
      assertNull(select.receive(Duration.ZERO));
      assertNull(select.receive(Duration.ofNanos(-1)));
      for (long nanos : new long[] {1, 10_000, 999_999, 1_000_001, 12_345_678}) {
        long began = System.nanoTime();
        assertNull(select.receive(Duration.ofNanos(nanos)));
        assertTrue(System.nanoTime() - began >= nanos, "gave up early: " + nanos);
        began = System.nanoTime();
        assertEquals(0, select.pollNanos((_, _) -> {}, 10, nanos));
        assertTrue(System.nanoTime() - began >= nanos, "poll gave up early: " + nanos);
      }
      assertEquals(0, select.poll((_, _) -> {}, 10));
    }
  }

  /** Times that no number of nanoseconds can hold, wherever a time is asked for. */
  @BothShapes
  void theLongestAndTheShortestTimesAreAllowedEverywhere(Shape shape) throws Exception {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
    Duration shortest = Duration.ofSeconds(Long.MIN_VALUE);
    try (TestServer server = server(shape, options -> options.closeTimeout(longest))) {
      Listener listener = server.listen();
      Port port = server.connect((InetSocketAddress) listener.localAddress());
      port.awaitConnected(shortest);
      assertTrue(port.awaitConnected(longest));
      server.expect(port, Connected.class);
      Port accepted = server.accept(listener);
      assertTrue(accepted.send(Bytes.of("abc"), longest));
      accepted.flush();
      assertEquals("ab", text(port.read(2, longest)));
      assertEquals("c", text(port.read(1, longest)));
      assertNull(port.read(1, shortest));
      Timer never = server.timer(longest, longest);
      never.schedule(longest, Duration.ZERO);
      never.scheduleNanos(Long.MAX_VALUE, Long.MAX_VALUE);
      never.schedule(shortest, longest);
      assertInstanceOf(Expired.class, never.receive(longest));
      assertNull(never.receive(shortest));
      Channel<Object> channel = Channels.mpsc(2);
      assertTrue(channel.send("first", longest));
      assertTrue(channel.send("second", shortest));
      assertFalse(channel.send("third", shortest));
      assertEquals("first", channel.receive(shortest));
      assertEquals("second", channel.receive(longest));
      Select<Object> select = TimerConformance.select(server, shape).add(channel);
      assertNull(select.receive(shortest));
      assertNull(select.receiveNanos(Long.MIN_VALUE));
      MessageHandler<Object> handler = (source, message) -> assertEquals("more", message);
      for (int i = 0; i < 4; i++) {
        Work<Void> sender = run("sender", () -> sendSoon(channel));
        switch (i) {
          case 0 -> assertEquals("more", select.receive(longest));
          case 1 -> assertEquals("more", select.receiveNanos(Long.MAX_VALUE));
          case 2 -> assertEquals(1, select.poll(handler, 4, longest));
          default -> assertEquals(1, select.pollNanos(handler, 4, Long.MAX_VALUE));
        }
        sender.get();
      }
      accepted.close();
      port.close();
    }
  }

  private static String text(@Nullable Data data) {
    return data == null ? "nothing" : Bytes.text(data);
  }

  private static void sendSoon(Channel<Object> channel) throws Exception {
    TimeUnit.MILLISECONDS.sleep(5);
    channel.send("more");
  }

  @BothShapes
  void pollHandsOverUpToTheLimitAndAnExceptionLosesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Select<Object> select = TimerConformance.select(server, shape);
      Channel<Integer> channel = Channels.mpsc(64);
      select.add(channel);
      for (int i = 0; i < 40; i++) {
        channel.send(i);
      }
      List<Object> got = new ArrayList<>();
      assertEquals(3, select.poll((source, message) -> got.add(message), 3));
      assertEquals(0, select.poll((source, message) -> got.add(message), 0));
      assertThrows(
          IllegalStateException.class,
          () ->
              select.poll(
                  (source, message) -> {
                    got.add(message);
                    throw new IllegalStateException("handler");
                  },
                  10));
      assertEquals(36, select.pollNanos((source, message) -> got.add(message), 100, -1));
      for (int i = 0; i < 40; i++) {
        assertEquals(i, got.get(i));
      }
    }
  }
}
