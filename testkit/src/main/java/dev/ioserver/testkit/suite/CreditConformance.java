package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.OfTcp;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Receiving by credit, by demand, and by both in turn: nothing is lost, nothing comes unasked. */
public abstract class CreditConformance extends Conformance {
  private static final PortOptions FRAMED =
      PortOptions.defaults().framing(Framing.lengthPrefix(1, 255));

  /** Long enough for the loop to do what it must not do. */
  private static final long SHORT_NANOS = 30_000_000;

  /** For subclasses. */
  protected CreditConformance() {}

  @BothShapes
  void creditToZeroAndBackLosesNothing(Shape shape) throws Exception {
    Random random = random();
    int frames = 30_000;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      Work<Void> client = begin("client", () -> sendNumbered(listener, frames));
      Port port = server.accept(listener);
      int next = 0;
      while (next < frames) {
        int credit = 1 + random.nextInt(200);
        port.active(credit);
        for (int i = 0; i < credit && next < frames; i++) {
          assertEquals(next++, number(server.expect(port, Data.class)));
        }
        if (next < frames) {
          server.expect(port, CreditUsed.class);
          assertNull(port.tryReceive(), "something came without credit");
        }
      }
      server.join(client);
    }
  }

  /** An orderly end comes behind the bytes, and so not before there is credit for them. */
  @BothShapes
  void pausedPortHearsOfTheEndWhenItGivesCredit(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      // Less than what a paused port looks at, just that, and more.
      for (int length : new int[] {2, 256, 300}) {
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          peer.write(new byte[length]);
          peer.shutdownOutput();
          assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "something came without credit");
          port.active(1);
          assertEquals(length, Bytes.take(server.expect(port, Data.class)).length);
          server.expect(port, CreditUsed.class);
          assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "the end came without credit");
          port.active(1);
          server.expect(port, PeerClosed.class);
          port.close();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  /** As the other, where the connection fails behind the bytes. */
  @OfTcp
  @BothShapes
  void pausedPortHearsOfAResetBehindWhatItHasLookedAt(Shape shape) throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      for (int length : new int[] {2, 256, 300}) {
        Peer peer = Peer.connect(listener.localAddress());
        Port port = server.accept(listener);
        peer.write(new byte[length]);
        peer.reset();
        assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "something came without credit");
        port.active(1);
        assertEquals(length, Bytes.take(server.expect(port, Data.class)).length);
        server.expect(port, CreditUsed.class);
        expectReset(server, port);
      }
    }
  }

  /** Whoever takes one message at a time gets what there is, and not what a pause has found. */
  @BothShapes
  void oneMessageAtATimeBringsNoCrumbs(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      for (Taking taking : Taking.values()) {
        for (int length : new int[] {1, 255, 256, 257, 512, 5_000, 64 << 10}) {
          byte[] sent = new byte[length];
          random.nextBytes(sent);
          try (Peer peer = Peer.connect(listener.localAddress())) {
            Port port = server.accept(listener);
            peer.write(sent);
            // The loop finds out that there is something.
            server.idle(SHORT_NANOS / 10);
            ByteArrayOutputStream come = new ByteArrayOutputStream();
            int messages = 0;
            for (; come.size() < length; messages++) {
              Data data = taking.next(server, port);
              assertTrue(data != null, () -> come.size() + " of " + length + " have come");
              come.writeBytes(Bytes.take(data));
            }
            assertArrayEquals(sent, come.toByteArray());
            int most = 2 + length / 4_096;
            assertTrue(messages <= most, messages + " messages for " + length + " " + taking);
            peer.shutdownOutput();
            port.active(1);
            server.expect(port, PeerClosed.class);
            assertEquals(length, port.counters().bytesIn(), "counted");
            port.close();
            server.expect(port, Closed.class);
          }
        }
      }
    }
  }

  /** How a message is asked for. */
  private enum Taking {
    BY_CREDIT {
      @Override
      @Nullable Data next(TestServer server, Port port) throws Exception {
        port.active(1);
        Data data = server.expect(port, Data.class);
        server.expect(port, CreditUsed.class);
        return data;
      }
    },
    PASSIVELY {
      @Override
      @Nullable Data next(TestServer server, Port port) throws Exception {
        return Bytes.receive(port, 0);
      }
    },
    FOR_NOW {
      @Override
      @Nullable Data next(TestServer server, Port port) throws Exception {
        // What is under way, behind a handshake for one, has not come for now.
        long until = System.nanoTime() + TestServer.LONG.toNanos();
        Data data = null;
        while (data == null && until - System.nanoTime() > 0) {
          data = port.read(0, Duration.ZERO);
        }
        return data;
      }
    };

    abstract @Nullable Data next(TestServer server, Port port) throws Exception;
  }

  @OfTcp
  @BothShapes
  void pausedPortHearsOfAResetAtOnce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      for (boolean paused : new boolean[] {false, true}) {
        Peer peer = Peer.connect(listener.localAddress());
        Port port = server.accept(listener);
        if (paused) {
          port.active(1);
          peer.write((byte) 1);
          assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
          server.expect(port, CreditUsed.class);
        }
        peer.reset();
        expectReset(server, port);
      }
    }
  }

  /** What the system keeps beyond a reset is delivered first, as far as there is credit. */
  @OfTcp
  @BothShapes
  void pausedPortHearsOfAResetBehindTheBytes(Shape shape) throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      Peer peer = Peer.connect(listener.localAddress());
      Port port = server.accept(listener);
      peer.write((byte) 1, (byte) 'a', (byte) 1, (byte) 'b', (byte) 1, (byte) 'c');
      peer.reset();
      assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "something came without credit");
      port.active(1);
      assertEquals("a", Bytes.text(server.expect(port, Data.class)));
      server.expect(port, CreditUsed.class);
      assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "the failure came before the bytes");
      // A passive receive counts as much.
      assertEquals("b", Bytes.text(Bytes.receive(port, 0)));
      assertNull(port.receive(Duration.ofNanos(SHORT_NANOS)), "the failure came before the bytes");
      port.active(1);
      assertEquals("c", Bytes.text(server.expect(port, Data.class)));
      server.expect(port, CreditUsed.class);
      expectReset(server, port);
    }
  }

  private static void expectReset(TestServer server, Port port) throws InterruptedException {
    Failed failed = server.expect(port, Failed.class);
    assertEquals(Kind.CONNECTION_RESET, LifecycleConformance.kind(failed));
    server.expect(port, Closed.class);
  }

  @BothShapes
  void passivePortDeliversNothingAndKeepsAll(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        peer.write((byte) 'a', (byte) 'b');
        server.idle(20_000_000);
        assertNull(port.tryReceive());
        port.active(0);
        assertNull(port.receive(Duration.ofMillis(5)));
        port.active(1);
        assertEquals("ab", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, CreditUsed.class);
        peer.write((byte) 'c');
        assertNull(port.receive(Duration.ofMillis(20)));
        port.activeUnlimited();
        assertEquals("c", Bytes.text(server.expect(port, Data.class)));
      }
    }
  }

  /** A receiver that renews its credit in the handler of each message never hears of its end. */
  @BothShapes
  void creditThatIsRenewedInTimeIsNotToldAsUsedUp(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener).active(1);
        for (int i = 0; i < 20; i++) {
          peer.write((byte) 1, (byte) i);
          Data data = server.expect(port, Data.class);
          assertEquals(i, Bytes.take(data)[0]);
          port.active(1);
        }
        assertNull(port.receive(Duration.ofMillis(20)), "told what was not so any more");
        peer.write((byte) 1, (byte) 20);
        server.expect(port, Data.class).release();
        server.expect(port, CreditUsed.class);
        assertNull(port.receive(Duration.ofMillis(5)), "told twice");
      }
    }
  }

  @BothShapes
  void pauseSaysPassiveOnceAndDeliveryStops(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        port.pause();
        assertNull(port.receive(Duration.ofMillis(5)), "Passive from a port that was passive");
        port.active(100);
        peer.write((byte) 1, (byte) 1);
        server.expect(port, Data.class).release();
        port.pause();
        server.expect(port, CreditUsed.class);
        peer.write((byte) 1, (byte) 2);
        assertNull(port.receive(Duration.ofMillis(20)));
        port.active(100);
        port.active(-40);
        assertEquals(2, Bytes.take(server.expect(port, Data.class))[0]);
        port.active(-58);
        peer.write((byte) 1, (byte) 3);
        assertEquals(3, Bytes.take(server.expect(port, Data.class))[0]);
        server.expect(port, CreditUsed.class);
        port.activeUnlimited();
        port.active(-1);
        server.expect(port, CreditUsed.class);
        assertNull(port.receive(Duration.ofMillis(5)));
      }
    }
  }

  @BothShapes
  void unlimitedCreditIsBoundedByTheInboxAndGoesOnByItself(Shape shape) throws Exception {
    int frames = 20_000;
    int limit = 64;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED.inboxLimit(limit).credit(PortOptions.UNLIMITED));
      Work<Void> client = begin("client", () -> sendNumbered(listener, frames));
      Port port = server.accept(listener);
      server.idle(50_000_000);
      assertTrue(server.counters().messagesIn() <= limit + 3, "the inbox is not bounded");
      for (int next = 0; next < frames; next++) {
        assertEquals(next, number(server.expect(port, Data.class)));
      }
      server.join(client);
    }
  }

  @BothShapes
  void creditGivenByOtherThreadsAddsUp(Shape shape) throws Exception {
    int frames = 20_000;
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(FRAMED);
      Work<Void> client = begin("client", () -> sendNumbered(listener, frames));
      Port port = server.accept(listener);
      Work<?>[] givers = new Work<?>[4];
      for (int i = 0; i < givers.length; i++) {
        givers[i] =
            run(
                "giver",
                () -> {
                  for (int n = 0; n < frames / 4; n++) {
                    port.active(1);
                  }
                });
      }
      for (int next = 0; next < frames; ) {
        if (server.next(port) instanceof Data data) {
          assertEquals(next++, number(data));
        }
      }
      for (Work<?> giver : givers) {
        giver.get();
      }
      server.join(client);
    }
  }

  private static Void sendNumbered(Listener listener, int frames) throws Exception {
    try (Peer peer = Peer.connect(listener.localAddress())) {
      byte[] wire = new byte[frames * 4];
      for (int i = 0; i < frames; i++) {
        wire[4 * i] = 3;
        wire[4 * i + 1] = (byte) (i >> 16);
        wire[4 * i + 2] = (byte) (i >> 8);
        wire[4 * i + 3] = (byte) i;
      }
      peer.write(wire);
    }
    return null;
  }

  private static int number(Message message) {
    byte[] bytes = Bytes.take((Data) message);
    return (bytes[0] & 0xFF) << 16 | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF);
  }
}
