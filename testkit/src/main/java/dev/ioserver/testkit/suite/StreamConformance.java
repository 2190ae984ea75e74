package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.OfTcp;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes go through unchanged, in order, whole: any number of them, in any fragments. */
public abstract class StreamConformance extends Conformance {

  private static final int[] SIZES = {1, 2, 1023, 65_535, 65_536, 65_537, 1 << 20, 64 << 20};

  private static final int MOST_THROUGH_LAYERS = 8 << 20;

  private static final PortOptions FLOODED = PortOptions.defaults().highWatermark(64 << 20);

  /** For subclasses. */
  protected StreamConformance() {}

  @BothShapes
  void echoOneByteTo64MiBInRandomFragments(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      for (int size : SIZES) {
        if (size > MOST_THROUGH_LAYERS && layer() != null) {
          // Every byte is worked on several times.
          break;
        }
        Work<Boolean> client = begin("client", () -> exchange(listener, size, random));
        echo(server, server.accept(listener), new Random(random.nextLong()));
        assertTrue(server.join(client), size + " bytes came back changed");
      }
    }
  }

  @BothShapes
  void echoBetweenPortsOfThisEngine(Shape shape) throws Exception {
    Random random = random();
    byte[] bytes = Bytes.random(4 << 20, random);
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      Listener listener = server.listen();
      Port client = other.connect(listener.localAddress());
      Work<Void> sender =
          begin(
              "sender",
              () -> {
                for (int at = 0; at < bytes.length; ) {
                  int length = Math.min(1 + random.nextInt(20_000), bytes.length - at);
                  client.send(ByteBuffer.wrap(bytes, at, length));
                  at += length;
                }
                client.shutdownOutput();
                return null;
              });
      Work<byte[]> receiver = begin("receiver", () -> collect(other, client, bytes.length));
      echo(server, server.accept(listener), new Random(1));
      assertArrayEquals(bytes, server.join(receiver));
      server.join(sender);
    }
  }

  @BothShapes
  void sendOfSegmentsAndGatheredBuffersKeepsOrder(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        Arena arena = Arena.ofConfined()) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        MemorySegment segment = arena.allocate(3);
        MemorySegment.copy(new byte[] {1, 2, 3}, 0, segment, ValueLayout.JAVA_BYTE, 0, 3);
        port.send(segment);
        ByteBuffer[] parts = {
          ByteBuffer.wrap(new byte[] {99}),
          ByteBuffer.wrap(new byte[] {4, 5}),
          ByteBuffer.allocate(0),
          ByteBuffer.allocateDirect(1).put(0, (byte) 6)
        };
        assertTrue(port.trySend(parts, 1, 3));
        assertEquals(1, parts[0].remaining());
        assertEquals(0, parts[1].remaining());
        assertTrue(port.trySend(MemorySegment.ofArray(new byte[] {7})));
        assertTrue(port.trySend(ByteBuffer.allocate(0)));
        port.send(ByteBuffer.wrap(new byte[] {0, 8, 9}, 1, 2).asReadOnlyBuffer());
        peer.shutdownOutput();
        port.close();
        server.expect(port, Closed.class);
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, peer.read(9));
        assertTrue(peer.readsEnd());
      }
    }
  }

  @OfTcp
  @BothShapes
  void sendBeforeConnectedArrives(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Port port = server.connect((InetSocketAddress) listener.getLocalSocketAddress());
      port.send(Bytes.of("early"));
      server.expect(port, Connected.class);
      try (Socket accepted = listener.accept()) {
        assertEquals("early", new Peer(accepted).readText(5));
        assertEquals(accepted.getRemoteSocketAddress(), port.localAddress());
        assertEquals(accepted.getLocalSocketAddress(), port.remoteAddress());
        assertEquals(0, pendingInTheEnd(server, port));
      }
    }
  }

  @BothShapes
  void trySendCopiesSoThatTheBufferMayBeReusedAtOnce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().highWatermark(1 << 20));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        byte[] reused = new byte[100];
        for (int i = 0; i < 100; i++) {
          java.util.Arrays.fill(reused, (byte) i);
          assertTrue(port.trySend(ByteBuffer.wrap(reused)));
        }
        peer.shutdownOutput();
        port.close();
        server.expect(port, Closed.class);
        byte[] all = peer.read(10_000);
        for (int i = 0; i < all.length; i++) {
          assertEquals(i / 100, all[i]);
        }
      }
    }
  }

  @OfTcp
  @BothShapes
  void ipv6Loopback(Shape shape) throws Exception {
    InetAddress loopback =
        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    try (ServerSocket probe = new ServerSocket(0, 1, loopback)) {
      assertTrue(probe.isBound());
    } catch (java.io.IOException e) {
      skip("no IPv6 loopback here: " + e.getMessage());
    }
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(new InetSocketAddress(loopback, 0)));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        port.send(Bytes.of("six"));
        port.flush();
        peer.shutdownOutput();
        port.close();
        server.expect(port, Closed.class);
        assertEquals("six", peer.readText(3));
      }
    }
  }

  @OfTcp
  @BothShapes
  void ipv6WildcardTakesIpv4Too(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(new InetSocketAddress(0)));
      InetSocketAddress v4 =
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
              Peer.port(listener.localAddress()));
      try (Peer peer = Peer.connect(v4)) {
        Port port = server.accept(listener).active(1);
        peer.write((byte) 4);
        assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
      }
    }
  }

  @BothShapes
  void dataIsRetainedAndReleasedAcrossThreads(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener).active(1);
        peer.write((byte) 'a', (byte) 'b');
        Data data = server.expect(port, Data.class);
        data.retain();
        data.release();
        assertEquals(1, server.io().unreleased());
        Work<String> other = begin("other", () -> Bytes.text(data));
        assertTrue("ab".startsWith(other.get()));
        assertEquals(0, server.io().unreleased());
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, data::release);
        assertFalse(port.isClosed());
      }
    }
  }

  @OfTcp
  @BothShapes
  void theLastMessageBeforeAResetIsDeliveredAlthoughAWriteFailsFirst(Shape shape) throws Exception {
    needsBytesToOutliveAReset();
    for (int round = 0; round < rounds(20, 1_000); round++) {
      try (TestServer server = server(shape);
          ServerSocket listener = smallListener()) {
        Port port = server.connect((InetSocketAddress) listener.getLocalSocketAddress(), FLOODED);
        server.expect(port, Connected.class);
        try (Peer peer = new Peer(listener.accept())) {
          port.activeUnlimited();
          flood(server, port);
          peer.write(Bytes.of("REJECT").array());
          // Unread bytes make it a reset.
          peer.socket().close();
          assertEquals("REJECT", text(server, port, 6));
          Message last = server.next(port);
          if (last instanceof PeerClosed) {
            // Java's close may send an end before the reset.
            last = server.next(port);
          }
          assertInstanceOf(Failed.class, last);
          server.expect(port, Closed.class);
          assertTrue(port.droppedBytes() > 0);
        }
      }
    }
  }

  @OfTcp
  @BothShapes
  void theLastMessageBeforeAResetIsDeliveredByCreditAfterAWriteFailed(Shape shape)
      throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape);
        ServerSocket listener = smallListener()) {
      Port port =
          server.connect(
              (InetSocketAddress) listener.getLocalSocketAddress(),
              FLOODED.framing(Framing.lengthPrefix(4, 16 << 20)));
      server.expect(port, Connected.class);
      try (Peer peer = new Peer(listener.accept())) {
        flood(server, port);
        ByteBuffer frames = ByteBuffer.allocate(16);
        frames.putInt(1).put((byte) 'a').putInt(2).put((byte) 'b').put((byte) 'c');
        peer.write(frames.putInt(1).put((byte) 'd').array());
        peer.socket().close();
        server.until("sending is refused", () -> refused(port));
        ChannelClosedException thrown =
            assertThrows(ChannelClosedException.class, () -> port.send(Bytes.of("x")));
        assertInstanceOf(SystemCallException.class, thrown.getCause());
        assertFalse(port.isDone(), "it ended with bytes that wait");
        port.active(1);
        assertEquals("a", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, CreditUsed.class);
        Data passive = port.read(0, TestServer.LONG);
        assertNotNull(passive);
        assertEquals("bc", Bytes.text(passive));
        port.active(5);
        assertEquals("d", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, Failed.class);
        server.expect(port, Closed.class);
      }
    }
  }

  @OfTcp
  @BothShapes
  void theLastMessageBeforeAResetIsDeliveredAlthoughTheConnectIsLookedAtLate(Shape shape)
      throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape);
        ServerSocket listener = smallListener()) {
      if (engine().equals("nio") || engine().equals("tutorial")) {
        skip("SocketChannel.finishConnect() closes the channel when it hears of the reset");
      }
      Port port =
          server.connect(
              (InetSocketAddress) listener.getLocalSocketAddress(),
              PortOptions.defaults().credit(PortOptions.UNLIMITED));
      try (Peer peer = new Peer(listener.accept())) {
        peer.write(Bytes.of("REJECT").array());
        Thread.sleep(20);
        peer.reset();
        Thread.sleep(20);
        server.expect(port, Connected.class);
        assertEquals("REJECT", text(server, port, 6));
        server.expect(port, Failed.class);
        server.expect(port, Closed.class);
      }
    }
  }

  @OfTcp
  @BothShapes
  void theLastMessageBeforeAResetIsDeliveredAlthoughTheLoopLooksLate(Shape shape) throws Exception {
    needsBytesToOutliveAReset();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      for (int round = 0; round < rounds(20, 1_000); round++) {
        Peer peer = Peer.connect(listener.localAddress());
        Port port = server.accept(listener);
        peer.write(Bytes.of("REJECT").array());
        peer.reset();
        if (round % 2 == 0) {
          try {
            port.send(Bytes.of("too late"));
          } catch (ChannelClosedException e) {
            assertEquals(Shape.OWN_THREADS, shape, "nothing has run the loop");
          }
        }
        assertEquals("REJECT", text(server, port, 6));
        server.expect(port, Failed.class);
        server.expect(port, Closed.class);
      }
    }
  }

  private static ServerSocket smallListener() throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReceiveBufferSize(16 << 10);
    listener.bind(TestServer.loopback());
    return listener;
  }

  /** Sends more than the system takes, so that a write is pending when the peer goes. */
  private static void flood(TestServer server, Port port) throws InterruptedException {
    assertTrue(port.trySend(Bytes.zeros(16 << 20)));
    long before;
    long pending = port.pendingBytes();
    do {
      server.idle(20_000_000);
      before = pending;
      pending = port.pendingBytes();
    } while (pending != before);
    assertTrue(pending > 0, "the system has taken it all");
  }

  private static boolean refused(Port port) {
    try {
      port.trySend(Bytes.of(""));
      return false;
    } catch (ChannelClosedException e) {
      return true;
    }
  }

  /** Receives so many bytes of text, in any parts. */
  private static String text(TestServer server, Port port, int length) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(Bytes.text(server.expect(port, Data.class)));
    }
    return text.toString();
  }

  private Boolean exchange(Listener listener, int size, Random random) throws Exception {
    try (Peer peer = Peer.connect(listener.localAddress())) {
      Work<Peer.Sum> writer =
          begin(
              "writer",
              () -> {
                Peer.Sum sum = peer.writeRandom(size, random);
                peer.shutdownOutput();
                return sum;
              });
      Peer.Sum came = peer.readAll();
      return came.equals(writer.get()) && came.length() == size;
    }
  }

  /** Sends back what comes, by credit in random portions, until the peer is done. */
  static void echo(TestServer server, Port port, Random random) throws InterruptedException {
    port.active(1);
    while (true) {
      Message message = server.next(port);
      switch (message) {
        case Data data -> {
          port.send(data.bytes());
          data.release();
        }
        case CreditUsed _ -> port.active(1 + random.nextInt(32));
        case PeerClosed _ -> port.close();
        case Writable _ -> {
          // The blocking send has seen to it.
        }
        case Closed _ -> {
          return;
        }
        default -> throw new AssertionError("unexpected: " + message);
      }
    }
  }

  private static byte[] collect(TestServer server, Port port, int length)
      throws InterruptedException {
    byte[] all = new byte[length];
    int at = 0;
    port.activeUnlimited();
    while (true) {
      switch (server.next(port)) {
        case Data data -> {
          byte[] part = Bytes.take(data);
          System.arraycopy(part, 0, all, at, part.length);
          at += part.length;
        }
        case PeerClosed _ -> {
          port.close();
          return at == length ? all : java.util.Arrays.copyOf(all, at);
        }
        case Connected _, Writable _ -> {
          // Of no interest here.
        }
        case Message other -> throw new AssertionError("unexpected: " + other);
      }
    }
  }

  private static long pendingInTheEnd(TestServer server, Port port) throws InterruptedException {
    server.until("all is written", () -> port.pendingBytes() == 0);
    return port.pendingBytes();
  }
}
