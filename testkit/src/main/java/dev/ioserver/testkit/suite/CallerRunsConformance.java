package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.MessageHandler;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop that its user's thread runs: the ways to run it, and to receive what it brings. */
public abstract class CallerRunsConformance extends Conformance {

  private static final int FRAME_BYTES = 4;

  /** For subclasses. */
  protected CallerRunsConformance() {}

  /**
   * A message may come by the select or from its port itself, one by one or many at once: the order
   * of a port's messages is that of its bytes.
   */
  @Test
  void selectAndPortMixedAtRandomKeepTheOrder() throws Exception {
    Random random = random();
    int connections = 3;
    int frames = rounds(30_000, 1_000_000);
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      PortOptions framed =
          PortOptions.defaults()
              .framing(Framing.lengthPrefix(1, FRAME_BYTES))
              .credit(PortOptions.UNLIMITED);
      Listener listener = server.listen(framed);
      Port[] ports = new Port[connections];
      Work<?>[] writers = new Work<?>[connections];
      CountDownLatch allCame = new CountDownLatch(1);
      for (int c = 0; c < connections; c++) {
        long seed = random.nextLong();
        writers[c] = run("writer", () -> write(listener, frames, new Random(seed), allCame));
        ports[c] = server.accept(listener);
      }
      Select<Message> select = server.io().select();
      int[] next = new int[connections];
      MessageHandler<Message> handler = (source, message) -> check(ports, next, source, message);
      int way = 0;
      for (int received = 0; received < connections * frames; received = sum(next)) {
        Port port = ports[random.nextInt(connections)];
        way = random.nextInt(10) == 0 ? random.nextInt(8) : way;
        switch (way) {
          case 0 -> select.add(port);
          case 1 -> select.remove(port);
          case 2 -> check(ports, next, port, port.tryReceive());
          case 3 ->
              check(ports, next, port, port.receive(Duration.ofNanos(random.nextInt(20_000))));
          case 4 -> {
            Object message = select.receive(Duration.ofNanos(random.nextInt(20_000)));
            check(ports, next, select.source(), message);
          }
          case 5 -> select.poll(handler, random.nextInt(4));
          case 6 -> port.drain(message -> check(ports, next, port, message), random.nextInt(40));
          default -> {
            int most = 1 + random.nextInt(40);
            assertTrue(server.io().pollNanos(handler, most, random.nextInt(20_000)) <= most);
          }
        }
      }
      allCame.countDown();
      for (int c = 0; c < connections; c++) {
        select.remove(ports[c]);
        ports[c].close();
      }
      for (Work<?> writer : writers) {
        server.join(writer);
      }
    }
  }

  /**
   * However few messages are taken at a time: nobody hears from a port that he has not heard of.
   */
  @Test
  void acceptedComesBeforeData() throws Exception {
    int connections = 60;
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener =
          server
              .io()
              .listen(
                  TestServer.loopback(),
                  ListenOptions.defaults()
                      .ports(PortOptions.defaults().credit(PortOptions.UNLIMITED)));
      List<Peer> peers = new ArrayList<>();
      Set<Port> accepted = new HashSet<>();
      int[] bytes = new int[1];
      for (int round = 0; bytes[0] < connections; round++) {
        if (peers.size() < connections) {
          Peer peer = Peer.connect(listener.localAddress());
          peer.write((byte) 1);
          peers.add(peer);
        }
        if (round % 4 != 0) {
          // Some wait for each other, in the kernel and here.
          continue;
        }
        server
            .io()
            .poll(
                (source, message) -> {
                  if (message instanceof Accepted news) {
                    accepted.add(news.port());
                  } else {
                    assertTrue(accepted.contains(source), "data of a port not heard of");
                    bytes[0] += Bytes.take((Data) message).length;
                  }
                },
                1 + round % 3);
      }
      assertEquals(connections, accepted.size());
      accepted.forEach(port -> server.io().select().remove(port));
      accepted.forEach(Port::abort);
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void twoServersOfOneThreadEachPollRunsItsOwn() throws Exception {
    try (TestServer first = server(Shape.CALLER_RUNS);
        TestServer second = server(Shape.CALLER_RUNS)) {
      IoServer[] servers = {first.io(), second.io()};
      Peer[] peers = new Peer[servers.length];
      for (int i = 0; i < servers.length; i++) {
        Listener listener =
            servers[i].listen(
                TestServer.loopback(),
                ListenOptions.defaults()
                    .ports(PortOptions.defaults().credit(PortOptions.UNLIMITED)));
        peers[i] = Peer.connect(listener.localAddress());
        assertInstanceOf(
            Accepted.class, servers[i].select().receive(TestServer.LONG), "server " + i);
      }
      for (int round = 0; round < 200; round++) {
        int i = round % servers.length;
        peers[i].write((byte) round);
        assertEquals(1, servers[i].pollNanos(this::echo, 16, TestServer.LONG_NANOS), "server " + i);
        assertArrayEquals(new byte[] {(byte) round}, peers[i].read(1));
      }
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  private void echo(Receiver<?> source, Object message) {
    Data data = assertInstanceOf(Data.class, message);
    assertTrue(data.port().trySend(data.bytes()));
    data.release();
  }

  /** Numbered frames in bursts, so that one read brings any number of them, and parts. */
  private static void write(Listener listener, int frames, Random random, CountDownLatch allCame)
      throws Exception {
    try (Peer peer = Peer.connect(listener.localAddress())) {
      for (int sent = 0; sent < frames; ) {
        int burst = Math.min(frames - sent, 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 3));
        byte[] bytes = new byte[burst * (1 + FRAME_BYTES)];
        for (int f = 0; f < burst; f++) {
          int at = f * (1 + FRAME_BYTES);
          bytes[at] = FRAME_BYTES;
          for (int b = 0; b < FRAME_BYTES; b++) {
            bytes[at + 1 + b] = (byte) ((sent + f) >>> (8 * (FRAME_BYTES - 1 - b)));
          }
        }
        peer.write(bytes);
        sent += burst;
        if (random.nextBoolean()) {
          // Else the receiver would never have emptied a port when the next burst comes.
          LockSupport.parkNanos(random.nextInt(100_000));
        }
      }
      // The end of one that is done early would come among the others' frames.
      allCame.await();
      assertTrue(peer.readsEnd(), "nothing is sent to it");
    }
  }

  private static void check(
      Port[] ports, int[] next, @Nullable Receiver<?> source, @Nullable Object message) {
    if (message == null) {
      return;
    }
    Data data = assertInstanceOf(Data.class, message);
    for (int c = 0; c < ports.length; c++) {
      if (ports[c].equals(source)) {
        assertEquals(next[c]++, data.bytes().getInt(), "connection " + c);
      }
    }
    data.release();
  }

  private static int sum(int[] values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }
}
