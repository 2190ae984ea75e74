package dev.ioserver.testkit.suite;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.FrameTooLongException;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.LengthPrefix;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.TrustedProxies;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.OfBareStreams;
import dev.ioserver.testkit.fixture.OfTcp;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames: every prefix, both byte orders, empty, at the limit and over it, in any fragments. */
public abstract class FramingConformance extends Conformance {

  private static final ByteOrder[] ORDERS = {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN};

  private static final List<Framing> KINDS =
      List.of(
          Framing.lengthPrefix(3, 3_000).withOrder(ByteOrder.LITTLE_ENDIAN),
          Framing.lengthPrefix(2, 3_000).inclusive(),
          Framing.varintPrefix(200_000),
          Framing.delimiter(3_000, (byte) '\n'),
          Framing.lines(100_000),
          Framing.fixedLength(700),
          Framing.fix("FIX.4.4", 3_000));

  /** For subclasses. */
  protected FramingConformance() {}

  @BothShapes
  void everyPrefixEveryOrderUpToTheLimit(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      for (ByteOrder order : ORDERS) {
        roundTrip(server, Framing.lengthPrefix(1, 255).withOrder(order), random);
        roundTrip(server, Framing.lengthPrefix(2, 65_535).withOrder(order), random);
        roundTrip(server, Framing.lengthPrefix(4, 3 << 20).withOrder(order), random);
        roundTrip(server, Framing.lengthPrefix(4, 1).withOrder(order), random);
      }
    }
  }

  @BothShapes
  void manySmallFramesInAnyFragments(Shape shape) throws Exception {
    Random random = random();
    LengthPrefix framing = Framing.lengthPrefix(2, 300);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      frames.add(Bytes.random(random.nextInt(random.nextInt(301) + 1), random));
    }
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().framing(framing));
      Work<Boolean> client =
          begin(
              "client",
              () -> {
                try (Peer peer = Peer.connect(listener.localAddress())) {
                  writeFragments(peer, encode(framing, frames), random);
                  return peer.readsEnd();
                }
              });
      Port port = server.accept(listener).active(1);
      for (byte[] frame : frames) {
        Object message = server.next(port);
        assertArrayEquals(frame, Bytes.take(assertInstanceOf(Data.class, message)));
        server.expect(port, CreditUsed.class);
        port.active(1);
      }
      port.close();
      server.expect(port, Closed.class);
      assertTrue(server.join(client));
    }
  }

  /** Two ports of this engine speak it with each other. */
  @BothShapes
  void everyKindCarriesMessagesBothWays(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      for (Framing framing : KINDS) {
        PortOptions options = PortOptions.defaults().framing(framing).credit(-1);
        Listener listener = server.listen(options);
        Port client = server.connect(listener.localAddress(), options);
        server.expect(client, Connected.class);
        Port port = server.accept(listener);
        for (int i = 0; i < rounds(50, 5_000); i++) {
          int range = framing.maxLength() - framing.minLength() + 1;
          byte[] message = letters(framing.minLength() + random.nextInt(range), random);
          client.send(ByteBuffer.wrap(message));
          client.flush();
          Data data = server.expect(port, Data.class);
          port.send(data.bytes());
          port.flush();
          data.release();
          assertArrayEquals(
              message, Bytes.take(server.expect(client, Data.class)), () -> framing + "");
        }
        client.close();
        server.expect(port, PeerClosed.class);
        port.close();
        server.expect(port, Closed.class);
        listener.close();
        server.expect(listener, Closed.class);
      }
    }
  }

  /** As a protocol that is upgraded, with all that follows in the same piece, and in many. */
  @BothShapes
  void theFramingChangesAtTheVeryByte(Shape shape) throws Exception {
    Random random = random();
    byte[] wire = "GET /\r\nUpgrade: x\r\n\r\n\0\3abc\0\0\0\2dethe rest".getBytes(US_ASCII);
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().framing(Framing.lines(100)));
      for (int i = 0; i < rounds(20, 1_000); i++) {
        boolean passive = i % 2 == 0;
        boolean whole = i % 4 < 2;
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Work<Void> writer =
              run(
                  "writer",
                  () -> {
                    for (int at = 0; at < wire.length; ) {
                      int length = whole ? wire.length : 1 + random.nextInt(4);
                      int to = Math.min(wire.length, at + length);
                      peer.write(wire, at, to - at);
                      at = to;
                    }
                    peer.shutdownOutput();
                  });
          Port port = server.accept(listener);
          for (String line : List.of("GET /", "Upgrade: x", "")) {
            assertEquals(line, next(server, port, passive));
          }
          port.framing(Framing.lengthPrefix(2, 10));
          for (String frame : List.of("abc", "", "de")) {
            assertEquals(frame, next(server, port, passive));
          }
          port.framing(Framing.raw());
          assertEquals("the rest", Bytes.text(nonNull(port.read(8, TestServer.LONG))));
          assertThrows(IllegalStateException.class, () -> port.active(1).framing(Framing.lines(1)));
          server.expect(port, PeerClosed.class);
          server.join(writer);
          port.close();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  /** Trusted: what a proxy says, then the client's bytes. Not trusted: all of it is bytes. */
  @OfTcp
  @BothShapes
  void aTrustedProxySaysForWhomItConnects(Shape shape) throws Exception {
    String header = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";
    PortOptions lines = PortOptions.defaults().framing(Framing.lines(200)).credit(2);
    try (TestServer server = server(shape)) {
      for (boolean trusted : new boolean[] {true, false}) {
        Listener listener =
            server.listen(
                ListenOptions.defaults()
                    .ports(lines)
                    .proxies(TrustedProxies.of(trusted ? "127.0.0.0/8" : "192.0.2.1", "::1")));
        try (Peer peer = Peer.connect(listener.localAddress())) {
          peer.write((header + "one\r\n").getBytes(US_ASCII));
          Port port = server.accept(listener);
          if (!trusted) {
            assertEquals(header.strip(), Bytes.text(server.expect(port, Data.class)));
          }
          assertEquals("one", Bytes.text(server.expect(port, Data.class)));
          ProxyHeader said = port.proxyHeader();
          assertEquals(trusted, said != null);
          if (said != null) {
            assertEquals(new InetSocketAddress("192.0.2.7", 56_324), said.source());
          }
          assertEquals(peer.socket().getLocalSocketAddress(), port.remoteAddress());
          port.abort();
        }
        listener.close();
        server.expect(listener, Closed.class);
      }
    }
  }

  /** Whoever has the message may change the framing, before he has heard that credit is used up. */
  @BothShapes
  void theFramingMayChangeOnceTheLastMessageIsThere(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().framing(Framing.lines(100)));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 0; i < rounds(500, 20_000); i++) {
          peer.write(i % 2 == 0 ? "line\r\n".getBytes(US_ASCII) : new byte[] {0, 1, 'f'});
          port.active(1);
          assertEquals(i % 2 == 0 ? "line" : "f", Bytes.text(server.expect(port, Data.class)));
          port.framing(i % 2 == 0 ? Framing.lengthPrefix(2, 9) : Framing.lines(100));
          server.expect(port, CreditUsed.class);
        }
        port.abort();
      }
    }
  }

  private static String next(TestServer server, Port port, boolean passive) throws Exception {
    if (passive) {
      return Bytes.text(nonNull(port.read(0, TestServer.LONG)));
    }
    port.active(1);
    String text = Bytes.text(server.expect(port, Data.class));
    server.expect(port, CreditUsed.class);
    return text;
  }

  /** Letters that are no delimiter of {@link #KINDS}; for FIX, a separator at the end. */
  private static byte[] letters(int length, Random random) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('A' + random.nextInt(26));
    }
    if (length > 0) {
      bytes[length - 1] = 1;
    }
    return bytes;
  }

  @OfBareStreams
  @BothShapes
  void overTheLimitFailsThenClosesAfterTheFramesBeforeIt(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      for (ByteOrder order : ORDERS) {
        overTheLimit(server, Framing.lengthPrefix(1, 200).withOrder(order), 201);
        overTheLimit(server, Framing.lengthPrefix(1, 1).withOrder(order), 255);
        overTheLimit(server, Framing.lengthPrefix(2, 1_000).withOrder(order), 1_001);
        overTheLimit(server, Framing.lengthPrefix(2, 1_000).withOrder(order), 65_535);
        overTheLimit(server, Framing.lengthPrefix(4, 1_000_000).withOrder(order), 1_000_001);
        overTheLimit(
            server, Framing.lengthPrefix(4, Integer.MAX_VALUE).withOrder(order), 0x8000_0000L);
        overTheLimit(server, Framing.lengthPrefix(4, 1_000).withOrder(order), 0xFFFF_FFFFL);
      }
    }
  }

  @OfBareStreams
  @BothShapes
  void announcedLengthTakesNoMemoryByItself(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Framing framing = Framing.lengthPrefix(4, Integer.MAX_VALUE);
      Listener listener = server.listen(PortOptions.defaults().framing(framing));
      List<Peer> peers = new ArrayList<>();
      List<Port> ports = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Peer peer = Peer.connect(listener.localAddress());
        peers.add(peer);
        peer.write((byte) 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 1);
        ports.add(server.accept(listener).active(1));
      }
      server.until("all has been read", () -> server.counters().bytesIn() == 250);
      for (int i = 0; i < 50; i++) {
        peers.get(i).close();
        server.expect(ports.get(i), PeerClosed.class);
        ports.get(i).close();
        server.expect(ports.get(i), Closed.class);
      }
    }
  }

  @BothShapes
  void sendOverTheLimitIsRefusedAndThePortGoesOn(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Framing framing = Framing.lengthPrefix(1, 10);
      Listener listener = server.listen(PortOptions.defaults().framing(framing));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        ByteBuffer tooLong = Bytes.zeros(11);
        assertThrows(IllegalArgumentException.class, () -> port.trySend(tooLong));
        assertThrows(IllegalArgumentException.class, () -> port.send(tooLong));
        assertThrows(IllegalArgumentException.class, () -> port.send(tooLong, Duration.ofNanos(1)));
        assertThrows(
            IllegalArgumentException.class,
            () -> port.trySend(new ByteBuffer[] {Bytes.zeros(6), Bytes.zeros(5)}, 0, 2));
        assertEquals(11, tooLong.remaining());
        assertEquals(0, port.pendingBytes());
        port.send(ByteBuffer.wrap(new byte[] {7, 8}));
        assertTrue(port.trySend(new ByteBuffer[0], 0, 0));
        assertTrue(port.trySend(new ByteBuffer[] {Bytes.of("a"), Bytes.of("b")}, 0, 2));
        peer.shutdownOutput();
        port.close();
        server.expect(port, Closed.class);
        assertArrayEquals(new byte[] {2, 7, 8, 0, 2, 'a', 'b'}, peer.read(7));
      }
    }
  }

  @BothShapes
  void peerClosesWithinAFrameCompleteFramesAreDelivered(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(PortOptions.defaults().framing(Framing.lengthPrefix(2, 100)).credit(100));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        peer.write(new byte[] {0, 1, 'x', 0, 2, 'y'});
        peer.shutdownOutput();
        Port port = server.accept(listener);
        assertEquals("x", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, PeerClosed.class);
        port.close();
        server.expect(port, Closed.class);
      }
    }
  }

  @BothShapes
  void framesAreCountedByCreditNotByReads(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(PortOptions.defaults().framing(Framing.lengthPrefix(1, 10)));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        peer.write(new byte[] {1, 'a', 0, 1, 'b', 1, 'c', 1, 'd'});
        Port port = server.accept(listener).active(2);
        assertEquals("a", Bytes.text(server.expect(port, Data.class)));
        assertEquals("", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, CreditUsed.class);
        assertEquals("b", Bytes.text(nonNull(port.read(0, TestServer.LONG))));
        assertThrows(IllegalArgumentException.class, () -> port.read(1, Duration.ZERO));
        port.active(2);
        assertEquals("c", Bytes.text(server.expect(port, Data.class)));
        assertEquals("d", Bytes.text(server.expect(port, Data.class)));
        server.expect(port, CreditUsed.class);
      }
    }
  }

  @Test
  void framingChecksItsParts() {
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(5, 10));
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(3, 0x100_0000));
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(0, 10));
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(1, 256));
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(2, 65_536));
    assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(4, 0));
    assertEquals(ByteOrder.BIG_ENDIAN, Framing.lengthPrefix(4, 1).order());
    assertTrue(Framing.raw().isRaw());
  }

  private void roundTrip(TestServer server, LengthPrefix framing, Random random) throws Exception {
    int max = framing.maxLength();
    List<byte[]> frames = new ArrayList<>();
    for (int length : new int[] {0, 1, max - 1, max, 0, Math.min(max, 3), max / 2}) {
      frames.add(Bytes.random(length, random));
    }
    byte[] wire = encode(framing, frames);
    Listener listener =
        server.listen(PortOptions.defaults().framing(framing).highWatermark(1 << 20).credit(-1));
    Work<Boolean> client =
        begin(
            "client",
            () -> {
              try (Peer peer = Peer.connect(listener.localAddress())) {
                Work<Void> writer =
                    begin(
                        "writer",
                        () -> {
                          writeFragments(peer, wire, random);
                          return null;
                        });
                assertArrayEquals(wire, peer.read(wire.length), "on the wire");
                writer.get();
                return peer.readsEnd();
              }
            });
    Port port = server.accept(listener);
    int n = 0;
    while (n < frames.size()) {
      if (server.next(port) instanceof Data data) {
        assertEquals(frames.get(n).length, data.length(), framing + ", frame " + n);
        data.retain();
        port.send(data.bytes());
        data.bytes().position(data.bytes().limit() - data.length());
        assertArrayEquals(frames.get(n), Bytes.take(data), framing + ", frame " + n);
        data.release();
        n++;
      }
    }
    port.close();
    server.until("closed", () -> drained(port));
    assertTrue(server.join(client));
    listener.close();
    server.expect(listener, Closed.class);
  }

  private static boolean drained(Port port) {
    port.drain(message -> {}, 10);
    return port.isDone();
  }

  private void overTheLimit(TestServer server, LengthPrefix framing, long length) throws Exception {
    Listener listener = server.listen(PortOptions.defaults().framing(framing).credit(10));
    try (Peer peer = Peer.connect(listener.localAddress())) {
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      wire.writeBytes(prefix(framing, 1));
      wire.write('o');
      wire.writeBytes(prefix(framing, length));
      wire.write('x');
      peer.write(wire.toByteArray());
      Port port = server.accept(listener);
      assertEquals("o", Bytes.text(server.expect(port, Data.class)));
      Failed failed = server.expect(port, Failed.class);
      FrameTooLongException cause = assertInstanceOf(FrameTooLongException.class, failed.cause());
      assertEquals(length, cause.length());
      assertEquals(framing.maxLength(), cause.maxLength());
      server.expect(port, Closed.class);
      assertTrue(port.isDone());
    }
    listener.close();
    server.expect(listener, Closed.class);
  }

  private static byte[] prefix(LengthPrefix framing, long length) {
    ByteBuffer prefix = ByteBuffer.allocate(framing.prefixBytes()).order(framing.order());
    switch (framing.prefixBytes()) {
      case 1 -> prefix.put((byte) length);
      case 2 -> prefix.putShort((short) length);
      default -> prefix.putInt((int) length);
    }
    return prefix.array();
  }

  private static byte[] encode(LengthPrefix framing, List<byte[]> frames) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      wire.writeBytes(prefix(framing, frame.length));
      wire.writeBytes(frame);
    }
    return wire.toByteArray();
  }

  private static void writeFragments(Peer peer, byte[] wire, Random random) throws Exception {
    for (int at = 0; at < wire.length; ) {
      int bound = wire.length > 1 << 20 || random.nextInt(10) == 0 ? 100_000 : 700;
      int length = Math.min(1 + random.nextInt(bound), wire.length - at);
      peer.write(wire, at, length);
      at += length;
    }
  }

  private static <T> T nonNull(@org.jspecify.annotations.Nullable T value) {
    if (value == null) {
      throw new AssertionError("nothing came in time");
    }
    return value;
  }
}
