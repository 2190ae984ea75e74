package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/** How connections begin and end: in good order, by halves, by refusal, by reset, by time. */
public abstract class LifecycleConformance extends Conformance {
  /** For subclasses. */
  protected LifecycleConformance() {}

  @BothShapes
  void thousandsOfConnectsAndClosesLeaveNoSlotBehind(Shape shape) throws Exception {
    int rounds = rounds(2_000, 50_000);
    // Few slots: one that is not given back is missed soon.
    try (TestServer server = server(shape, options -> options.maxRegistrations(16))) {
      Listener listener = server.listen(PortOptions.defaults().credit(2));
      Work<Void> clients =
          begin(
              "clients",
              () -> {
                for (int i = 0; i < rounds; i++) {
                  try (Peer peer = Peer.connect(listener.localAddress())) {
                    peer.write((byte) i);
                    assertTrue(peer.readsEnd());
                  }
                }
                return null;
              });
      for (int i = 0; i < rounds; i++) {
        Port port = server.accept(listener);
        assertEquals((byte) i, Bytes.take(server.expect(port, Data.class))[0]);
        port.close();
        server.expect(port, Closed.class);
      }
      server.join(clients);
    }
  }

  @BothShapes
  void halfCloseByThePeerSendingGoesOn(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(-1));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        peer.write((byte) 1);
        peer.shutdownOutput();
        assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
        server.expect(port, PeerClosed.class);
        assertFalse(port.isClosed());
        port.send(Bytes.of("still"));
        port.flush();
        port.close();
        server.expect(port, Closed.class);
        assertEquals("still", peer.readText(5));
        assertTrue(peer.readsEnd());
      }
    }
  }

  @BothShapes
  void halfCloseOfThePortReceivingGoesOn(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(-1));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        port.send(Bytes.of("last"));
        port.shutdownOutput();
        port.shutdownOutput();
        assertThrows(ChannelClosedException.class, () -> port.trySend(Bytes.of("more")));
        assertThrows(ChannelClosedException.class, () -> port.send(Bytes.of("more")));
        Work<Boolean> reader =
            begin("reader", () -> peer.readText(4).equals("last") && peer.readsEnd());
        assertTrue(server.join(reader));
        peer.write((byte) 'a');
        assertEquals("a", Bytes.text(server.expect(port, Data.class)));
        peer.shutdownOutput();
        server.expect(port, PeerClosed.class);
        port.close();
        server.expect(port, Closed.class);
      }
    }
  }

  @BothShapes
  void resetByPeerWhileReadingFailsThenCloses(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(-1));
      Peer peer = Peer.connect(listener.localAddress());
      Port port = server.accept(listener);
      peer.reset();
      assertReset(server, port);
    }
  }

  @BothShapes
  void failureOfAnAcceptedPortNamesThePeer(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(-1));
      Peer peer = Peer.connect(listener.localAddress());
      String name = "(127.0.0.1:" + peer.socket().getLocalPort() + ")";
      Port port = server.accept(listener);
      peer.reset();
      Failed failed = server.expect(port, Failed.class);
      String message = String.valueOf(failed.cause().getMessage());
      assertEquals(Kind.CONNECTION_RESET, kind(failed));
      assertTrue(message.contains(name), message);
      server.expect(port, Closed.class);
    }
  }

  @BothShapes
  void resetByPeerWhileWritingFailsThenCloses(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().highWatermark(32 << 20));
      Peer peer = Peer.connectSmall(listener.localAddress(), 16 << 10);
      Port port = server.accept(listener);
      assertTrue(port.trySend(Bytes.zeros(16 << 20)));
      port.flush();
      Work<Peer.Sum> reader = begin("reader", () -> peer.readAtMost(100_000));
      server.join(reader);
      assertTrue(port.pendingBytes() > 0);
      peer.reset();
      assertReset(server, port);
      assertThrows(ChannelClosedException.class, () -> port.trySend(Bytes.zeros(1)));
    }
  }

  @BothShapes
  void orderlyCloseWrites64MiBFirst(Shape shape) throws Exception {
    int size = 64 << 20;
    byte[] bytes = Bytes.random(size, random());
    CRC32 crc = new CRC32();
    crc.update(bytes);
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(
              PortOptions.defaults()
                  .highWatermark(size)
                  .closeTimeout(Duration.ofNanos(TimeUnit.SECONDS.toNanos(60))));
      Work<Peer.Sum> client =
          begin(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  peer.write((byte) 1, (byte) 2);
                  return peer.readAll();
                }
              });
      Port port = server.accept(listener);
      for (int at = 0; at < size; at += 1 << 20) {
        assertTrue(port.trySend(ByteBuffer.wrap(bytes, at, 1 << 20)));
      }
      port.close();
      port.close();
      server.expect(port, Closed.class);
      assertEquals(new Peer.Sum(size, crc.getValue()), server.join(client));
    }
  }

  @BothShapes
  void orderlyCloseGivesUpAfterItsTime(Shape shape) throws Exception {
    long timeout = TimeUnit.MILLISECONDS.toNanos(100);
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(
              PortOptions.defaults()
                  .highWatermark(64 << 20)
                  .closeTimeout(Duration.ofNanos(timeout)));
      try (Peer peer = Peer.connectSmall(listener.localAddress(), 16 << 10)) {
        Port port = server.accept(listener);
        assertTrue(port.trySend(Bytes.zeros(32 << 20)));
        long began = System.nanoTime();
        port.close();
        server.expect(port, Closed.class);
        assertTrue(System.nanoTime() - began >= timeout, "gave up early");
        assertTrue(peer.readsReset());
      }
    }
  }

  @BothShapes
  void abortResetsThePeer(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().highWatermark(64 << 20));
      try (Peer idle = Peer.connect(listener.localAddress());
          Peer busy = Peer.connectSmall(listener.localAddress(), 16 << 10)) {
        Port first = server.accept(listener);
        Port second = server.accept(listener);
        assertTrue(second.trySend(Bytes.zeros(16 << 20)));
        first.abort();
        first.abort();
        second.abort();
        server.expect(first, Closed.class);
        server.expect(second, Closed.class);
        assertTrue(idle.readsReset());
        assertTrue(busy.readsReset());
      }
    }
  }

  @BothShapes
  void peerThatVanishesWithUnreadDataEndsInFailedOrPeerClosed(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(-1));
      Peer peer = Peer.connect(listener.localAddress());
      Port port = server.accept(listener);
      port.send(Bytes.of("unread"));
      port.flush();
      server.until("written", () -> port.pendingBytes() == 0);
      // To close with unread data is how the system ends a process that dies.
      peer.close();
      Object message = server.next(port);
      if (message instanceof PeerClosed) {
        // The end came before the reset: whoever goes on sending hears of it.
        sendUntilItFails(port);
        message = server.next(port);
        // Where loopback is not synchronous, the port may be full and writable again before.
        while (message instanceof Writable) {
          message = server.next(port);
        }
      }
      assertEquals(Kind.CONNECTION_RESET, kind(assertInstanceOf(Failed.class, message)));
      server.expect(port, Closed.class);
    }
  }

  @BothShapes
  void closedIsTheLastMessageAndReceivingEnds(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Thread[] closers = new Thread[4];
        for (int i = 0; i < closers.length; i++) {
          closers[i] = Thread.ofPlatform().start(port::close);
        }
        for (Thread closer : closers) {
          closer.join();
        }
        server.expect(port, Closed.class);
        assertTrue(peer.readsEnd());
        assertTrue(port.isDone());
        assertThrows(ChannelClosedException.class, port::tryReceive);
        assertThrows(ChannelClosedException.class, port::receive);
        assertThrows(ChannelClosedException.class, () -> port.receive(Duration.ofNanos(1_000)));
        assertThrows(ChannelClosedException.class, () -> port.read(1, Duration.ofNanos(1_000)));
        assertThrows(ChannelClosedException.class, () -> port.send(Bytes.zeros(1)));
        assertEquals(0, port.drain(message -> {}, 10));
        port.close();
        port.abort();
        port.active(1).pause().activeUnlimited();
      }
      listener.close();
      listener.close();
      server.expect(listener, Closed.class);
      assertThrows(ChannelClosedException.class, listener::receive);
      assertThrows(
          java.net.ConnectException.class, () -> Peer.connect(listener.localAddress()).close());
    }
  }

  static Kind kind(Failed failed) {
    return assertInstanceOf(SystemCallException.class, failed.cause()).kind();
  }

  static boolean drained(Receiver<?> port) {
    port.drain(
        message -> {
          if (message instanceof Data data) {
            data.release();
          } else if (message instanceof Datagram datagram) {
            datagram.release();
          }
        },
        100);
    return port.isDone();
  }

  private static void sendUntilItFails(Port port) throws InterruptedException {
    try {
      while (true) {
        port.send(Bytes.zeros(1_000));
      }
    } catch (ChannelClosedException e) {
      // That is what it was to lead to.
    }
  }

  private static void assertReset(TestServer server, Port port) throws InterruptedException {
    assertEquals(Kind.CONNECTION_RESET, kind(server.expect(port, Failed.class)));
    server.expect(port, Closed.class);
    ChannelClosedException thrown =
        assertThrows(ChannelClosedException.class, () -> port.send(Bytes.zeros(1)));
    assertInstanceOf(SystemCallException.class, thrown.getCause());
  }
}
