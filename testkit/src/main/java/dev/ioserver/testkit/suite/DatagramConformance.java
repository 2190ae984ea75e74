package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import java.lang.foreign.MemorySegment;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;

/** What datagram ports send arrives as it is, and they give what arrives as it is. */
public abstract class DatagramConformance extends Conformance {

  private static final DatagramOptions LARGE =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED).maxDatagram(65_535);

  private static final DatagramOptions OPEN =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED);

  private static final int[] SIZES = {
    0, 1, 2, 63, 64, 65, 1000, 1472, 1473, 2047, 2048, 2049, 9000, 16_384, 40_000, 65_507
  };

  /** Long enough for the loop to do what it must not do. */
  private static final Duration SHORT = Duration.ofMillis(30);

  /** For subclasses. */
  protected DatagramConformance() {}

  @BeforeEach
  final void needsDatagrams() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      String missing = Udp.missing(server);
      if (missing != null) {
        skip(missing);
      }
    }
  }

  @BothShapes
  void everySizeArrivesWholeAndIsAnswered(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, LARGE);
      for (int size : SIZES) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Udp.send(peer, port.localAddress(), bytes);
        Datagram datagram = server.expect(port, Datagram.class);
        assertSame(port, datagram.port());
        assertEquals(size, datagram.length());
        assertFalse(datagram.isCut());
        assertArrayEquals(bytes, Udp.bytes(datagram));
        assertEquals(size, datagram.segment().byteSize());
        assertEquals(peer.getLocalSocketAddress(), datagram.source());
        assertTrue(port.tryReply(datagram, datagram.bytes()));
        datagram.release();
        server.until("sent", () -> port.pendingBytes() == 0);
        assertArrayEquals(bytes, Udp.receive(peer));
      }
      server.end(port);
      assertEquals(SIZES.length, server.counters().datagrams().received());
      assertEquals(SIZES.length, server.counters().datagrams().sent());
    }
  }

  @BothShapes
  void everyWayToSendSendsTheBytes(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      SocketAddress to = peer.getLocalSocketAddress();
      DatagramPort port = Udp.bind(server, OPEN);
      DatagramPort connected = Udp.connect(server, to, OPEN);
      byte[] bytes = {1, 2, 3};
      ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
      assertTrue(port.trySend(buffer, to));
      assertEquals(4, buffer.position(), "what was sent is behind the position");
      expectAtPeer(server, port, peer, bytes);
      assertTrue(port.trySend(MemorySegment.ofArray(bytes), to));
      expectAtPeer(server, port, peer, bytes);
      port.send(ByteBuffer.wrap(bytes), to);
      expectAtPeer(server, port, peer, bytes);
      assertTrue(port.send(ByteBuffer.wrap(bytes), to, TestServer.LONG));
      expectAtPeer(server, port, peer, bytes);
      assertTrue(connected.trySend(ByteBuffer.wrap(bytes)));
      expectAtPeer(server, connected, peer, bytes);
      assertTrue(connected.trySend(MemorySegment.ofArray(bytes)));
      expectAtPeer(server, connected, peer, bytes);
      connected.send(ByteBuffer.wrap(bytes));
      expectAtPeer(server, connected, peer, bytes);
      assertTrue(connected.send(ByteBuffer.wrap(bytes), TestServer.LONG));
      expectAtPeer(server, connected, peer, bytes);
      assertTrue(connected.trySend(ByteBuffer.allocate(0)));
      if (sendsEmptyOnesToAPeer()) {
        expectAtPeer(server, connected, peer);
      } else {
        assertEquals(0, server.expect(connected, Undelivered.class).length());
      }
      assertThrows(IllegalStateException.class, () -> port.trySend(ByteBuffer.wrap(bytes)));
      assertThrows(
          IllegalStateException.class, () -> connected.trySend(ByteBuffer.wrap(bytes), to));
      assertThrows(
          IllegalArgumentException.class, () -> port.trySend(ByteBuffer.allocate(65_536), to));
      assertThrows(
          IllegalArgumentException.class,
          () -> port.trySend(ByteBuffer.wrap(bytes), InetSocketAddress.createUnresolved("x", 1)));
      assertEquals(0, port.pendingBytes(), "what was refused takes no room");
      assertEquals(to, connected.remoteAddress());
      assertNull(port.remoteAddress());
      server.end(port);
      server.end(connected);
    }
  }

  /** {@return whether a connected port can send an empty datagram} If not, it must say so. */
  protected boolean sendsEmptyOnesToAPeer() {
    return true;
  }

  private static void expectAtPeer(
      TestServer server, DatagramPort from, DatagramSocket peer, byte... bytes) throws Exception {
    from.flush();
    server.until("sent", () -> from.pendingBytes() == 0);
    assertArrayEquals(bytes, Udp.receive(peer));
  }

  @BothShapes
  void whatIsLongerThanTheRoomIsCutAndSaysSo(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      for (Segments segments : receiveSegments(server)) {
        DatagramPort port = Udp.bind(server, OPEN.maxDatagram(100).receiveSegments(segments));
        long before = server.counters().datagrams().cut();
        for (int size : new int[] {99, 100, 101, 5000, 1}) {
          Udp.send(peer, port.localAddress(), new byte[size]);
          Datagram datagram = server.expect(port, Datagram.class);
          assertEquals(Math.min(100, size), datagram.length());
          assertEquals(size > 100, datagram.isCut());
          assertEquals(Math.min(100, size), datagram.bytes().remaining());
          datagram.release();
        }
        assertEquals(2, server.counters().datagrams().cut() - before);
        server.end(port);
      }
    }
  }

  @BothShapes
  void orderIsKeptOnTheLoopback(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        TestServer other = peerServer()) {
      for (Segments segments : receiveSegments(server)) {
        DatagramPort port = Udp.bind(server, OPEN.receiveSegments(segments));
        DatagramPort sender = Udp.connect(other, port.localAddress(), OPEN);
        ByteBuffer out = ByteBuffer.allocate(200);
        int next = 0;
        for (int burst = 0; burst < 200; burst++) {
          for (int i = 0; i < 50; i++) {
            sender.send(out.clear().putInt(0, burst * 50 + i).limit(4 + burst % 100));
          }
          for (int i = 0; i < 50; i++) {
            Datagram datagram = server.expect(port, Datagram.class);
            assertEquals(next++, Udp.number(datagram));
            assertEquals(4 + burst % 100, datagram.length());
            assertEquals(0, datagram.drops());
            datagram.release();
          }
        }
        server.end(port);
        other.end(sender);
      }
    }
  }

  @BothShapes
  void manySourcesAreToldApart(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort port = Udp.bind(server, OPEN);
      List<DatagramSocket> peers = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          peers.add(Udp.socket());
        }
        for (int round = 0; round < 3; round++) {
          for (DatagramSocket peer : peers) {
            Udp.send(peer, port.localAddress(), (byte) round);
            Datagram datagram = server.expect(port, Datagram.class);
            assertEquals(peer.getLocalSocketAddress(), datagram.source());
            assertSame(datagram.source(), datagram.source());
            assertEquals(peer.getLocalPort(), datagram.sourcePort());
            assertEquals(0, datagram.sourceHigh());
            assertEquals(0xFFFF_7F00_0001L, datagram.sourceLow(), "::ffff:127.0.0.1");
            assertEquals(0, datagram.sourceScope());
            assertTrue(port.tryReply(datagram, ByteBuffer.wrap(new byte[] {(byte) round, 7})));
            datagram.release();
            server.until("sent", () -> port.pendingBytes() == 0);
            assertArrayEquals(new byte[] {(byte) round, 7}, Udp.receive(peer));
          }
        }
        DatagramSocket a = peers.get(0);
        DatagramSocket b = peers.get(1);
        SocketAddress ofA = sourceOf(server, port, a);
        SocketAddress ofB = sourceOf(server, port, b);
        assertSame(ofA, sourceOf(server, port, a), "the same object for the same source");
        assertSame(ofB, sourceOf(server, port, b), "although another one came in between");
      } finally {
        peers.forEach(DatagramSocket::close);
      }
      server.end(port);
    }
  }

  private static SocketAddress sourceOf(TestServer server, DatagramPort port, DatagramSocket peer)
      throws Exception {
    Udp.send(peer, port.localAddress(), (byte) 1);
    Datagram datagram = server.expect(port, Datagram.class);
    SocketAddress source = datagram.source();
    datagram.release();
    assertNotNull(source);
    return source;
  }

  @BothShapes
  void overIpv6Too(Shape shape) throws Exception {
    needsInterfaces();
    InetAddress loopback = Inet6Address.ofLiteral("::1");
    if (NetworkInterface.getByInetAddress(loopback) == null) {
      skip("this machine has no IPv6 loopback address");
    }
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket(new InetSocketAddress(loopback, 0))) {
      DatagramPort port = server.direct(server.io().bind(new InetSocketAddress(loopback, 0), OPEN));
      Udp.send(peer, port.localAddress(), (byte) 6);
      Datagram datagram = server.expect(port, Datagram.class);
      assertEquals(0, datagram.sourceHigh());
      assertEquals(1, datagram.sourceLow());
      assertEquals(peer.getLocalPort(), datagram.sourcePort());
      InetSocketAddress source = (InetSocketAddress) datagram.source();
      assertNotNull(source);
      assertEquals(loopback, source.getAddress());
      assertTrue(port.tryReply(datagram, ByteBuffer.wrap(new byte[] {6, 6})));
      datagram.release();
      server.until("sent", () -> port.pendingBytes() == 0);
      assertArrayEquals(new byte[] {6, 6}, Udp.receive(peer));
      assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {7}), peer.getLocalSocketAddress()));
      server.until("sent", () -> port.pendingBytes() == 0);
      assertArrayEquals(new byte[] {7}, Udp.receive(peer));
      server.end(port);
    }
  }

  @BothShapes
  void nothingComesWithoutCreditAndNothingIsLostByIt(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      for (Segments segments : receiveSegments(server)) {
        DatagramPort port = Udp.bind(server, DatagramOptions.defaults().receiveSegments(segments));
        for (int i = 0; i < 60; i++) {
          Udp.send(peer, port.localAddress(), Udp.numbered(i, 20));
        }
        assertNull(port.receive(SHORT), "something came without credit");
        int next = 0;
        for (int credit = 1; next < 60; credit += 2) {
          port.active(credit);
          for (int i = 0; i < credit && next < 60; i++) {
            Datagram datagram = server.expect(port, Datagram.class);
            assertEquals(next++, Udp.number(datagram));
            datagram.release();
          }
          if (next < 60) {
            assertSame(port, server.expect(port, DatagramMessage.CreditUsed.class).port());
            assertNull(port.receive(SHORT), "something came without credit");
          }
        }
        port.pause();
        server.end(port);
      }
    }
  }

  /** Many go to the kernel as one, come as one, and are cut: nobody sees it. */
  @BothShapes
  void creditHoldsForWhatComesAsOne(Shape shape) throws Exception {
    // In this order: a wait for a port runs the loop that was opened, or claimed, last.
    try (TestServer other = server(Shape.CALLER_RUNS);
        TestServer server = server(shape)) {
      String missing = Udp.missing(server, Feature.RECEIVES_SEGMENTS);
      if (missing != null) {
        skip(missing);
      }
      DatagramPort port = Udp.bind(server, DatagramOptions.defaults().receiveSegments(Segments.ON));
      DatagramPort sender = Udp.connect(other, port.localAddress(), OPEN.sendSegments(Segments.ON));
      for (int i = 0; i < 60; i++) {
        assertTrue(sender.trySend(ByteBuffer.wrap(Udp.numbered(i, 100))));
      }
      sender.flush();
      assertEquals(60, other.counters().datagrams().sent());
      assertTrue(other.counters().datagrams().sends() <= 2, "they went as one");
      int next = 0;
      while (next < 60) {
        port.active(7);
        for (int i = 0; i < 7 && next < 60; i++) {
          Datagram datagram = server.expect(port, Datagram.class);
          assertEquals(next++, Udp.number(datagram));
          assertEquals(100, datagram.length());
          datagram.release();
        }
        if (next < 60) {
          server.expect(port, DatagramMessage.CreditUsed.class);
          assertNull(port.tryReceive(), "something came without credit");
        }
      }
      assertEquals(60, server.counters().datagrams().received());
      port.pause();
      server.end(port);
      other.io().claim();
      other.end(sender);
    }
  }

  /** Equal sizes go together, others by themselves; the last may be shorter. */
  @BothShapes
  void runsOfEqualSizeArriveAsTheyWereSent(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(Shape.CALLER_RUNS);
        TestServer other = server(shape == Shape.CALLER_RUNS ? Shape.OWN_THREADS : shape)) {
      for (Segments segments : receiveSegments(other)) {
        DatagramPort port = Udp.bind(other, OPEN.receiveSegments(segments));
        DatagramPort sender = Udp.bind(server, OPEN);
        for (int round = 0; round < 50; round++) {
          List<Integer> sizes = new ArrayList<>();
          int size = 4 + random.nextInt(1200);
          for (int i = 0; i < 40; i++) {
            if (random.nextInt(6) == 0) {
              size = 4 + random.nextInt(1200);
            }
            sizes.add(size);
            ByteBuffer out = ByteBuffer.wrap(Udp.numbered(i, size));
            assertTrue(sender.trySend(out, port.localAddress()));
          }
          sender.flush();
          for (int i = 0; i < 40; i++) {
            Datagram datagram = other.expect(port, Datagram.class);
            assertEquals(i, Udp.number(datagram));
            assertEquals(sizes.get(i), datagram.length());
            assertEquals(sender.localAddress(), datagram.source());
            datagram.release();
          }
        }
        other.end(port);
        server.end(sender);
      }
    }
  }

  @BothShapes
  void aHandlerGetsWholeBatchesInsteadOfMessages(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, DatagramOptions.defaults());
      AtomicInteger next = new AtomicInteger();
      AtomicInteger batches = new AtomicInteger();
      port.onDatagrams(
          batch -> {
            assertSame(port, batch.port());
            int seen = 0;
            while (batch.next()) {
              seen++;
              assertEquals(next.getAndIncrement(), Udp.number(batch));
              assertEquals(peer.getLocalSocketAddress(), batch.source());
              assertEquals(20, batch.segment().byteSize());
              assertTrue(port.tryReply(batch, batch.bytes()));
            }
            assertEquals(seen, batch.count());
            batches.incrementAndGet();
          });
      for (int i = 0; i < 50; i++) {
        Udp.send(peer, port.localAddress(), Udp.numbered(i, 20));
      }
      port.active(40);
      server.expect(port, DatagramMessage.CreditUsed.class);
      assertEquals(40, next.get());
      port.active(40);
      for (int i = 0; i < 50; i++) {
        server.until("answered " + i, () -> port.pendingBytes() == 0);
        assertArrayEquals(Udp.numbered(i, 20), receiveWhileRunning(server, peer, next, i));
      }
      assertTrue(batches.get() <= 50, batches + " batches");
      port.onDatagrams(null);
      Udp.send(peer, port.localAddress(), (byte) 5);
      assertArrayEquals(new byte[] {5}, Udp.take(server, port));
      port.pause();
      server.end(port);
    }
  }

  @BothShapes
  void thatCreditIsUsedIsToldWhenTheHandlerHasHadWhatUsedIt(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, DatagramOptions.defaults());
      AtomicInteger had = new AtomicInteger();
      port.onDatagrams(
          batch -> {
            // Time for a receiver that is told too early.
            LockSupport.parkNanos(20_000_000);
            had.addAndGet(batch.count());
          });
      port.active(1);
      Udp.send(peer, port.localAddress(), (byte) 1);
      server.expect(port, DatagramMessage.CreditUsed.class);
      assertEquals(1, had.get());
      server.end(port);
    }
  }

  private static byte[] receiveWhileRunning(
      TestServer server, DatagramSocket peer, AtomicInteger next, int index) throws Exception {
    server.until("datagram " + index + " was seen", () -> next.get() > index);
    return Udp.receive(peer);
  }

  @BothShapes
  void aHandlerThatThrowsEndsItsPortAlone(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort bad = Udp.bind(server, OPEN);
      DatagramPort good = Udp.bind(server, OPEN);
      IllegalStateException mistake = new IllegalStateException("made to fail");
      bad.onDatagrams(
          _ -> {
            throw mistake;
          });
      Udp.send(peer, bad.localAddress(), (byte) 1);
      assertSame(mistake, server.expect(bad, Failed.class).cause().getCause());
      server.expect(bad, Closed.class);
      Udp.send(peer, good.localAddress(), (byte) 2);
      assertArrayEquals(new byte[] {2}, Udp.take(server, good));
      server.end(good);
    }
  }

  @BothShapes
  void aSelectHoldsDatagramPortsBesideOthers(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort first = Udp.bind(server, OPEN);
      DatagramPort second = Udp.bind(server, OPEN);
      Select<Object> select = TimerConformance.select(server, shape).add(first).add(second);
      for (int i = 0; i < 100; i++) {
        DatagramPort to = i % 2 == 0 ? first : second;
        Udp.send(peer, to.localAddress(), (byte) i);
        Datagram datagram = (Datagram) select.receive();
        assertSame(to, datagram.port());
        assertSame(to, select.source());
        datagram.release();
      }
      select.remove(first);
      select.remove(second);
      server.end(first);
      server.end(second);
    }
  }

  @BothShapes
  void whoSendsTooMuchWaitsAndHearsOfRoom(Shape shape) throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS);
        DatagramSocket peer = Udp.socket()) {
      // The other shape is the thread that sends: the loop's own, or another one's.
      DatagramPort port = Udp.bind(server, OPEN.watermarks(1_000, 2_000));
      SocketAddress to = peer.getLocalSocketAddress();
      Action fill =
          () -> {
            int taken = 0;
            while (port.trySend(ByteBuffer.allocate(500), to)) {
              taken++;
            }
            assertEquals(4, taken);
          };
      if (shape == Shape.CALLER_RUNS) {
        fill.run();
      } else {
        run("sender", fill).get();
      }
      assertEquals(2_000, port.pendingBytes());
      assertSame(port, server.expect(port, DatagramMessage.Writable.class).port());
      assertEquals(0, port.pendingBytes());
      var blocked =
          run(
              "blocked",
              () -> {
                for (int i = 0; i < 50; i++) {
                  port.send(ByteBuffer.allocate(500), to);
                }
              });
      while (!blocked.isDone()) {
        if (port.receive(Duration.ofMillis(5)) instanceof DatagramMessage.Writable room) {
          assertSame(port, room.port());
        }
      }
      server.join(blocked);
      while (port.receive(SHORT) != null) {
        // More of the same.
      }
      port.close();
      server.until("closed", () -> Udp.drained(port));
    }
  }

  /** A clock may be set at any time: what is looked at is its unit, and where it begins. */
  @BothShapes
  void stampsAreOfTheTimeOfArrival(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      String missing = Udp.missing(server, Feature.STAMPS);
      if (missing != null) {
        skip(missing);
      }
      DatagramPort plain = Udp.bind(server, OPEN);
      DatagramPort port =
          Udp.bind(server, OPEN.stamps(DatagramOptions.Stamps.KERNEL).localAddresses(false));
      for (int i = 0; i < 20; i++) {
        Udp.send(peer, port.localAddress(), (byte) i);
        Datagram datagram = server.expect(port, Datagram.class);
        assertEquals(ReceivedDatagram.Clock.KERNEL, datagram.clock());
        long arrived = datagram.receivedNanos();
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        assertTrue(
            Math.abs(now - arrived) < TimeUnit.HOURS.toNanos(1), () -> "nanoseconds since 1970");
        datagram.release();
      }
      Udp.send(peer, plain.localAddress(), (byte) 1);
      Datagram datagram = server.expect(plain, Datagram.class);
      assertEquals(ReceivedDatagram.Clock.NONE, datagram.clock());
      assertEquals(0, datagram.receivedNanos());
      datagram.release();
      server.end(port);
      server.end(plain);
    }
  }

  @BothShapes
  void theLocalAddressIsToldWhereItIsAskedFor(Shape shape) throws Exception {
    needsInterfaces();
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      String missing = Udp.missing(server, Feature.LOCAL_ADDRESSES);
      if (missing != null) {
        skip(missing);
      }
      InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
      DatagramPort port = server.direct(server.io().bind(any, OPEN.localAddresses(true)));
      int number = ((InetSocketAddress) port.localAddress()).getPort();
      for (String host : List.of("127.0.0.1", "127.0.0.2")) {
        InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(host), number);
        Udp.send(peer, to, (byte) 1);
        Datagram datagram = server.expect(port, Datagram.class);
        assertEquals(to, datagram.localAddress());
        assertEquals(Udp.loopbackInterface().getIndex(), datagram.interfaceIndex());
        datagram.release();
      }
      server.end(port);
    }
  }

  private void needsInterfaces() {
    String missing = Udp.interfacesMissing();
    if (missing != null) {
      skip(missing);
    }
  }

  /** Both ways to receive, where the engine has two. */
  private static List<Segments> receiveSegments(TestServer server) {
    return Udp.missing(server, Feature.RECEIVES_SEGMENTS) == null
        ? List.of(Segments.OFF, Segments.ON)
        : List.of(Segments.OFF);
  }
}
