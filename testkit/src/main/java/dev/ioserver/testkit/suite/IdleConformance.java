package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.IdleException;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ports that are idle say so: never early, and never for what their own user does. */
public abstract class IdleConformance extends Conformance {

  private static final Duration SHORT = Duration.ofMillis(30);
  private static final PortOptions ACTIVE = PortOptions.defaults().credit(100);

  /** For subclasses. */
  protected IdleConformance() {}

  @BothShapes
  void aSilentPeerIsToldAgainAndAgainUntilItSpeaks(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(ACTIVE.readIdle(SHORT));
      long began = System.nanoTime();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 1; i <= 3; i++) {
          Idle idle = server.expect(port, Idle.class);
          assertSame(port, idle.port());
          assertEquals(Idle.Direction.READING, idle.direction());
          assertTrue(System.nanoTime() - began >= i * SHORT.toNanos(), "early");
        }
        peer.write((byte) 7);
        Message next = server.next(port);
        while (next instanceof Idle) {
          next = server.next(port);
        }
        assertEquals(7, Bytes.take(assertInstanceOf(Data.class, next))[0]);
        server.expect(port, Idle.class);
      }
    }
  }

  /** What comes begins the time anew, and is not looked at otherwise. */
  @BothShapes
  void idleComesNoEarlierThanAfterTheLastByte(Shape shape) throws Exception {
    Duration patience = Duration.ofMillis(200);
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(ACTIVE.readIdle(patience));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int round = 0; round < 3; round++) {
          long last = 0;
          for (int i = 0; i < 5; i++) {
            server.idle(20_000_000);
            last = System.nanoTime();
            peer.write((byte) i);
            Message next = server.next(port);
            while (next instanceof Idle) {
              next = server.next(port);
            }
            Bytes.take(assertInstanceOf(Data.class, next));
          }
          server.expect(port, Idle.class);
          assertTrue(System.nanoTime() - last >= patience.toNanos(), "early");
        }
      }
    }
  }

  @BothShapes
  void aPortThatWritesNothingIsIdleInWriting(Shape shape) throws Exception {
    TestServer peers = peerServer();
    Listener listener = peers.listen();
    try (TestServer server = server(shape)) {
      Port port = server.connect(listener.localAddress(), ACTIVE.writeIdle(SHORT));
      server.expect(port, Connected.class);
      assertEquals(Idle.Direction.WRITING, server.expect(port, Idle.class).direction());
      long before = System.nanoTime();
      port.send(ByteBuffer.wrap(new byte[] {1}));
      server.settle();
      // What was due before the byte left has been told by now.
      port.drain(message -> assertInstanceOf(Idle.class, message), 100);
      server.expect(port, Idle.class);
      assertTrue(System.nanoTime() - before >= SHORT.toNanos(), "early");
      port.close();
    }
  }

  /** Who does not want to read is not told that nothing was read. */
  @BothShapes
  void aPausedPortIsNotIdleInReading(Shape shape) throws Exception {
    PortOptions both = PortOptions.defaults().readIdle(SHORT).writeIdle(SHORT.multipliedBy(2));
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(both);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 0; i < 3; i++) {
          assertEquals(Idle.Direction.WRITING, server.expect(port, Idle.class).direction());
        }
        long resumed = System.nanoTime();
        port.active(1);
        while (server.expect(port, Idle.class).direction() == Idle.Direction.WRITING) {
          // The time to write goes on.
        }
        assertTrue(System.nanoTime() - resumed >= SHORT.toNanos(), "it was paused until now");
        assertTrue(peer.socket().isConnected());
      }
    }
  }

  @BothShapes
  void aPortThatIsIdleIsClosedWhereTheOptionsSaySo(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(ACTIVE.readIdle(SHORT).closeIdle(true));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        port.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Work<Integer> reads =
            begin(
                "peer",
                () -> {
                  peer.read(3);
                  int end = peer.socket().getInputStream().read();
                  peer.socket().shutdownOutput();
                  return end;
                });
        Failed failed = server.expect(port, Failed.class);
        IdleException why = assertInstanceOf(IdleException.class, failed.cause());
        assertEquals(Idle.Direction.READING, why.direction());
        assertEquals("nothing was read for PT0.03S (readIdle)", why.getMessage());
        assertEquals(0, server.expect(port, Closed.class).droppedBytes());
        assertEquals(-1, server.join(reads), "what was sent, and then the end");
      }
    }
  }

  /** A receiver that is away finds what waited, and not a message for each time. */
  @BothShapes
  void idleDoesNotPileUp(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(ACTIVE.readIdle(Duration.ofMillis(1)));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Timer timer = server.timer(Duration.ofMillis(60));
        server.expect(timer, Expired.class);
        List<Message> found = new ArrayList<>();
        port.drain(found::add, 100);
        assertTrue(found.size() <= 2, () -> "one that waited, and one since: " + found);
        assertTrue(peer.socket().isConnected());
      }
    }
  }
}
