package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramOptions.Stamps;
import dev.ioserver.engine.api.DatagramOptions.Telling;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.UnixSupport;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Datagrams over Unix sockets: their files and names, and that nothing is lost on the way. A
 * receiver that is full holds its senders up.
 */
public abstract class UnixDatagramConformance extends Conformance {

  private static final DatagramOptions OPEN =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED).maxDatagram(65_535);

  private static final DatagramOptions CLOSED = DatagramOptions.defaults();

  /** The local address of who has none of its own. */
  private static final UnixDomainSocketAddress ANY = UnixDomainSocketAddress.of("");

  private static final int[] SIZES = {0, 1, 2, 63, 1000, 2047, 2048, 2049, 9000, 40_000, 65_535};

  /** Long enough for the loop to do what it must not do. */
  private static final Duration SHORT = Duration.ofMillis(30);

  private SocketFolder folder;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // the folder is made before each test
  protected UnixDatagramConformance() {}

  @BeforeEach
  final void makeFolder() throws Exception {
    if (!UnixSupport.isHere()) {
      skip("this system has no Unix sockets, says java.nio");
    }
    folder = SocketFolder.open();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      String missing = Udp.missing(server, Feature.UNIX);
      if (missing != null) {
        refusesClearly(server);
        skip(missing);
      }
    }
  }

  @AfterEach
  final void removeFolder() {
    if (folder != null) {
      assertEquals(List.of(), folder.remove(), "files that were left");
    }
  }

  private void refusesClearly(TestServer server) {
    UnixDomainSocketAddress address = folder.next();
    SystemCallException e =
        assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
    assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
    says(e, "datagrams over Unix sockets");
    says(e, address.toString());
  }

  @BothShapes
  void everySizeArrivesWholeAndIsAnswered(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN);
      DatagramPort there = bind(server, folder.next(), OPEN);
      for (int size : SIZES) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        send(there, bytes, here.localAddress());
        Datagram datagram = server.expect(here, Datagram.class);
        assertArrayEquals(bytes, Udp.bytes(datagram));
        assertFalse(datagram.isCut());
        assertEquals(there.localAddress(), datagram.source());
        assertSame(datagram.source(), datagram.source());
        assertEquals(-1, datagram.sourcePort());
        assertNull(datagram.localAddress());
        assertEquals(0, datagram.drops());
        assertTrue(here.tryReply(datagram, datagram.bytes()));
        here.flush();
        datagram.release();
        Datagram answer = server.expect(there, Datagram.class);
        assertArrayEquals(bytes, Udp.bytes(answer));
        assertEquals(here.localAddress(), answer.source());
        answer.release();
      }
      assertFalse(here.countsDrops());
      assertEquals(0, here.drops());
      server.end(here);
      server.end(there);
    }
  }

  @BothShapes
  void aLongerOneIsCutAndSaysSo(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN.maxDatagram(100));
      DatagramPort there = bind(server, ANY, OPEN);
      send(there, new byte[101], here.localAddress());
      send(there, new byte[100], here.localAddress());
      Datagram cut = server.expect(here, Datagram.class);
      assertTrue(cut.isCut());
      assertEquals(100, cut.length());
      cut.release();
      Datagram whole = server.expect(here, Datagram.class);
      assertFalse(whole.isCut());
      whole.release();
      server.end(here);
      server.end(there);
    }
  }

  @BothShapes
  void whoBindsNoNameGetsOneWhereTheSystemHasThem(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN);
      DatagramPort there = bind(server, ANY, OPEN);
      send(there, new byte[] {1}, here.localAddress());
      Datagram datagram = server.expect(here, Datagram.class);
      assertTrue(here.tryReply(datagram, ByteBuffer.wrap(new byte[] {2})));
      here.flush();
      if (hasNames()) {
        assertInstanceOf(UnixNameAddress.class, there.localAddress());
        assertEquals(there.localAddress(), datagram.source());
        assertArrayEquals(new byte[] {2}, Udp.take(server, there));
      } else {
        assertEquals(ANY, there.localAddress());
        assertNull(datagram.source());
        Undelivered undelivered = server.expect(here, Undelivered.class);
        assertEquals(Kind.ADDRESS_NOT_AVAILABLE, undelivered.cause().kind());
        says(undelivered.cause(), "has to bind its socket");
      }
      datagram.release();
      server.end(here);
      server.end(there);
    }
  }

  @BothShapes
  void aNameWithoutAFile(Shape shape) throws Exception {
    UnixNameAddress address = UnixNameAddress.of("dev.ioserver.datagrams." + System.nanoTime());
    try (TestServer server = server(shape)) {
      if (!hasNames()) {
        SystemCallException e =
            assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
        return;
      }
      DatagramPort here = bind(server, address, OPEN);
      assertEquals(address, here.localAddress());
      DatagramPort there = bind(server, ANY, OPEN.remote(address));
      assertTrue(there.trySend(ByteBuffer.wrap(new byte[] {3})));
      there.flush();
      assertArrayEquals(new byte[] {3}, Udp.take(server, here));
      isTaken(server, address, "choose another name");
      server.end(here);
      server.end(there);
    }
  }

  @BothShapes
  void twoThatAreConnectedHearEachOtherAndNobodyElse(Shape shape) throws Exception {
    UnixDomainSocketAddress one = folder.next();
    UnixDomainSocketAddress two = folder.next();
    try (TestServer server = server(shape)) {
      DatagramPort first = bind(server, one, OPEN);
      DatagramPort second = bind(server, two, OPEN.remote(one));
      DatagramPort stranger = bind(server, ANY, OPEN);
      assertEquals(one, second.remoteAddress());
      assertThrows(IllegalStateException.class, () -> second.trySend(ByteBuffer.allocate(1), one));
      send(stranger, new byte[] {9}, two);
      Undelivered refused = server.expect(stranger, Undelivered.class);
      assertEquals(two, refused.destination());
      assertTrue(second.trySend(ByteBuffer.wrap(new byte[] {1})));
      second.flush();
      Datagram datagram = server.expect(first, Datagram.class);
      assertTrue(first.tryReply(datagram, ByteBuffer.wrap(new byte[] {2})));
      first.flush();
      datagram.release();
      assertArrayEquals(new byte[] {2}, Udp.take(server, second));
      server.end(first);
      server.end(second);
      server.end(stranger);
    }
  }

  @BothShapes
  void everyOneOfManySourcesIsToldAndAnswered(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN);
      List<DatagramPort> clients = new ArrayList<>();
      Map<SocketAddress, Integer> numbers = new HashMap<>();
      // More than the engine keeps addresses of.
      for (int i = 0; i < 300; i++) {
        DatagramPort client = bind(server, folder.next(), OPEN);
        clients.add(client);
        numbers.put(client.localAddress(), i);
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < clients.size(); i++) {
          send(clients.get(i), Udp.numbered(i, 4), here.localAddress());
          Datagram datagram = server.expect(here, Datagram.class);
          assertEquals(i, Udp.number(datagram));
          assertEquals(i, numbers.get(datagram.source()));
          assertTrue(here.tryReply(datagram, datagram.bytes()));
          here.flush();
          datagram.release();
          assertArrayEquals(Udp.numbered(i, 4), Udp.take(server, clients.get(i)));
        }
      }
      for (DatagramPort client : clients) {
        server.end(client);
      }
      server.end(here);
    }
  }

  @BothShapes
  void theBatchFormTellsSourcesAndAnswers(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), CLOSED);
      DatagramPort there = bind(server, folder.next(), OPEN);
      SocketAddress source = there.localAddress();
      here.onDatagrams(
          batch -> {
            while (batch.next()) {
              if (source.equals(batch.source())) {
                here.tryReply(batch, batch.bytes());
              }
            }
          });
      here.activeUnlimited();
      for (int i = 0; i < 200; i++) {
        send(there, Udp.numbered(i, 20), here.localAddress());
        assertArrayEquals(Udp.numbered(i, 20), Udp.take(server, there));
      }
      server.end(here);
      server.end(there);
    }
  }

  @BothShapes
  void whoIsNotConnectedWaitsForAFullReceiver(Shape shape) throws Exception {
    aFullReceiverHoldsItsSenderUp(shape, false);
  }

  @BothShapes
  void whoIsConnectedWaitsForAFullReceiver(Shape shape) throws Exception {
    aFullReceiverHoldsItsSenderUp(shape, true);
  }

  /** Nothing is lost, nothing overtakes, and to wait costs next to nothing. */
  private void aFullReceiverHoldsItsSenderUp(Shape shape, boolean connected) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort full = bind(server, folder.next(), CLOSED);
      SocketAddress to = full.localAddress();
      DatagramOptions bounded = OPEN.watermarks(10_000, 100_000);
      DatagramPort sender = bind(server, folder.next(), connected ? bounded.remote(to) : bounded);
      int sent = 0;
      while (connected
          ? sender.trySend(ByteBuffer.wrap(Udp.numbered(sent, 1_000)))
          : sender.trySend(ByteBuffer.wrap(Udp.numbered(sent, 1_000)), to)) {
        sent++;
        sender.flush();
      }
      sender.flush();
      server.settle();
      assertTrue(sender.pendingBytes() > 0, "the receiver was never full");
      assertNull(full.tryReceive());

      // A sender that is held up still receives.
      DatagramPort other = bind(server, ANY, OPEN);
      if (!connected) {
        send(other, new byte[] {7}, sender.localAddress());
        assertArrayEquals(new byte[] {7}, Udp.take(server, sender));
      }
      long began = System.nanoTime();
      long before = server.counters().writes();
      server.idle(SHORT.toNanos());
      long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
      long calls = server.counters().writes() - before;
      assertTrue(calls <= took + 30, () -> calls + " calls in " + took + " ms");

      full.activeUnlimited();
      for (int i = 0; i < sent; i++) {
        Datagram datagram = server.expect(full, Datagram.class);
        assertEquals(i, Udp.number(datagram));
        datagram.release();
      }
      server.expect(sender, DatagramMessage.Writable.class);
      server.until("all is sent", () -> sender.pendingBytes() == 0);
      assertNull(sender.tryReceive(), "nothing was refused");
      server.end(other);
      server.end(sender);
      server.end(full);
    }
  }

  /** Many at once: sendmmsg takes some, and what is left waits. */
  @BothShapes
  void nothingIsLostBetweenSeveralSendersAndASlowReceiver(Shape shape) throws Exception {
    Random random = random();
    int senders = 3;
    int each = 400;
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), CLOSED.inboxLimit(7));
      List<Work<Void>> works = new ArrayList<>();
      TestServer others = peerServer();
      for (int s = 0; s < senders; s++) {
        int number = s;
        DatagramOptions options = s == 0 ? OPEN.remote(here.localAddress()) : OPEN;
        DatagramPort port = bind(others, folder.next(), options.watermarks(100, 4_000));
        works.add(
            begin(
                "sender " + s,
                () -> {
                  for (int i = 0; i < each; i++) {
                    ByteBuffer message = ByteBuffer.wrap(Udp.numbered(number * each + i, 50));
                    if (port.remoteAddress() == null) {
                      port.send(message, here.localAddress());
                    } else {
                      port.send(message);
                    }
                  }
                  port.close();
                  return null;
                }));
      }
      int[] next = new int[senders];
      here.active(5);
      for (int left = senders * each; left > 0; ) {
        if (server.next(here) instanceof Datagram datagram) {
          int number = Udp.number(datagram);
          datagram.release();
          assertEquals(next[number / each]++, number % each);
          left--;
        } else {
          here.active(1 + random.nextInt(20));
        }
      }
      for (Work<Void> work : works) {
        server.join(work);
      }
      server.end(here);
    }
  }

  @BothShapes
  void closingGivesUpOnAReceiverThatStaysFull(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort full = bind(server, folder.next(), CLOSED);
      DatagramPort sender =
          bind(server, ANY, OPEN.watermarks(1, 1_000_000).closeTimeout(Duration.ofMillis(50)));
      for (int i = 0; i < 900; i++) {
        assertTrue(sender.trySend(ByteBuffer.allocate(1_000), full.localAddress()));
      }
      sender.close();
      assertTrue(server.expect(sender, Closed.class).droppedBytes() > 0);
      server.end(full);
    }
  }

  @BothShapes
  void aReceiverThatIsNotThereIsToldAndNoEnd(Shape shape) throws Exception {
    UnixDomainSocketAddress nowhere = folder.next();
    try (TestServer server = server(shape)) {
      DatagramPort sender = bind(server, ANY, OPEN);
      UnixDomainSocketAddress deserted = leaveBehind();
      for (SocketAddress to : List.of(nowhere, deserted)) {
        send(sender, new byte[] {1, 2}, to);
        Undelivered undelivered = server.expect(sender, Undelivered.class);
        assertEquals(Kind.CONNECTION_REFUSED, undelivered.cause().kind());
        assertEquals(to, undelivered.destination());
        assertEquals(2, undelivered.length());
        says(undelivered.cause(), to.toString());
        says(undelivered.cause(), "is the receiver running?");
      }
      DatagramPort here = bind(server, nowhere, OPEN);
      send(sender, new byte[] {3}, nowhere);
      assertArrayEquals(new byte[] {3}, Udp.take(server, here));
      assertEquals(2, server.counters().datagrams().undelivered());
      Files.delete(deserted.getPath());
      server.end(here);
      server.end(sender);
    }
  }

  @BothShapes
  void whoIsConnectedFindsTheNextReceiverOfThatName(Shape shape) throws Exception {
    UnixDomainSocketAddress name = folder.next();
    try (TestServer server = server(shape)) {
      DatagramPort first = bind(server, name, OPEN);
      DatagramPort sender = bind(server, folder.next(), OPEN.remote(name));
      assertTrue(sender.trySend(ByteBuffer.wrap(new byte[] {1})));
      sender.flush();
      assertArrayEquals(new byte[] {1}, Udp.take(server, first));
      server.end(first);
      for (int i = 0; i < 3; i++) {
        assertTrue(sender.trySend(ByteBuffer.wrap(new byte[] {2, 2})));
        sender.flush();
        Undelivered undelivered = server.expect(sender, Undelivered.class);
        assertEquals(Kind.CONNECTION_REFUSED, undelivered.cause().kind());
        assertEquals(2, undelivered.length());
        assertNull(undelivered.destination());
        says(undelivered.cause(), name.toString());
      }
      DatagramPort second = bind(server, name, OPEN);
      for (int i = 0; i < 3; i++) {
        assertTrue(sender.trySend(ByteBuffer.wrap(new byte[] {3, (byte) i})));
        sender.flush();
        assertArrayEquals(new byte[] {3, (byte) i}, Udp.take(server, second));
      }
      server.end(second);
      DatagramPort third = bind(server, name, OPEN);
      assertTrue(sender.trySend(ByteBuffer.wrap(new byte[] {4})));
      sender.flush();
      assertArrayEquals(new byte[] {4}, Udp.take(server, third), "it went to the dead one");
      server.end(third);
      server.end(sender);
    }
  }

  @BothShapes
  void tooLongIsUndeliveredAndNoEnd(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN);
      DatagramPort sender = bind(server, ANY, OPEN.option(StandardSocketOptions.SO_SNDBUF, 10_000));
      send(sender, new byte[] {1}, here.localAddress());
      send(sender, new byte[60_000], here.localAddress());
      send(sender, new byte[] {2}, here.localAddress());
      Undelivered undelivered = server.expect(sender, Undelivered.class);
      assertEquals(60_000, undelivered.length());
      assertEquals(here.localAddress(), undelivered.destination());
      says(undelivered.cause(), "EMSGSIZE");
      says(undelivered.cause(), "SO_SNDBUF");
      assertArrayEquals(new byte[] {1}, Udp.take(server, here));
      assertArrayEquals(new byte[] {2}, Udp.take(server, here));
      server.end(here);
      server.end(sender);
    }
  }

  @BothShapes
  void addressesOfAnotherFamilyAreUndelivered(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramPort unix = bind(server, folder.next(), OPEN);
      DatagramPort udp = Udp.bind(server, OPEN);
      send(unix, new byte[] {1}, udp.localAddress());
      send(udp, new byte[] {1}, unix.localAddress());
      assertEquals(Kind.NOT_SUPPORTED, server.expect(unix, Undelivered.class).cause().kind());
      assertEquals(Kind.NOT_SUPPORTED, server.expect(udp, Undelivered.class).cause().kind());
      for (SocketAddress local : List.of(folder.next(), TestServer.loopback())) {
        SocketAddress remote =
            local instanceof InetSocketAddress ? unix.localAddress() : udp.localAddress();
        SystemCallException e =
            assertThrows(
                SystemCallException.class, () -> server.io().bind(local, OPEN.remote(remote)));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
        says(e, "same family");
      }
      server.end(unix);
      server.end(udp);
    }
  }

  @BothShapes
  void streamsAndDatagramsDoNotMix(Shape shape) throws Exception {
    UnixDomainSocketAddress stream = folder.next();
    try (TestServer server = server(shape)) {
      DatagramPort here = bind(server, folder.next(), OPEN);
      Port port = server.connect(here.localAddress());
      Failed failed = server.expect(port, Failed.class);
      says((Exception) failed.cause(), "streams connect to a listener");
      server.expect(port, Closed.class);
      var listener = server.direct(server.io().listen(stream));
      send(here, new byte[] {1}, stream);
      says(server.expect(here, Undelivered.class).cause(), "streams connect to a listener");
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().bind(ANY, OPEN.remote(stream)));
      says(e, "streams connect to a listener");
      listener.close();
      server.expect(listener, Closed.class);
      server.end(here);
    }
  }

  @Test
  void whatUnixSocketsDoNotHaveIsRefused() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Map<DatagramOptions, String> refused =
          Map.of(
              OPEN.stamps(Stamps.KERNEL), "STAMPS",
              OPEN.stamps(Stamps.DEVICE), "STAMPS",
              OPEN.localAddresses(true), "LOCAL_ADDRESSES",
              OPEN.dropCounts(Telling.ON), "DROP_COUNTS",
              OPEN.receiveSegments(Segments.ON), "SEGMENTS",
              OPEN.sendSegments(Segments.ON), "SEGMENTS",
              OPEN.option(StandardSocketOptions.IP_TOS, 8), "IP_TOS",
              OPEN.option(StandardSocketOptions.IP_MULTICAST_TTL, 8), "IP_MULTICAST_TTL");
      for (Map.Entry<DatagramOptions, String> each : refused.entrySet()) {
        UnixDomainSocketAddress address = folder.next();
        SystemCallException e =
            assertThrows(SystemCallException.class, () -> server.io().bind(address, each.getKey()));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
        says(e, each.getValue());
        says(e, address.toString());
        assertFalse(exists(address), "a port that failed has left its file");
      }
      DatagramPort port = bind(server, folder.next(), OPEN);
      SystemCallException joining =
          assertThrows(
              SystemCallException.class,
              () -> port.join(InetAddress.ofLiteral("239.255.1.1"), null));
      assertEquals(Kind.NOT_SUPPORTED, joining.kind());
      says(joining, "a Unix socket has no groups");
      SystemCallException option =
          assertThrows(
              SystemCallException.class,
              () -> port.option(StandardSocketOptions.IP_MULTICAST_TTL, 1));
      assertEquals(Kind.NOT_SUPPORTED, option.kind());
      port.option(StandardSocketOptions.SO_SNDBUF, 100_000);
      assertTrue(port.option(StandardSocketOptions.SO_SNDBUF) >= 100_000);
      server.end(port);
    }
  }

  @Test
  void aLeftOverFileIsNamedAndRemovedOnlyWhenAskedFor() throws Exception {
    UnixDomainSocketAddress address = leaveBehind();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      isTaken(server, address, "removeLeftOverFile(true)");
      assertTrue(exists(address), "nobody asked to remove it");
      DatagramPort port = bind(server, address, OPEN.removeLeftOverFile(true));
      DatagramPort sender = bind(server, ANY, OPEN.remote(address));
      sender.send(ByteBuffer.wrap(new byte[] {1}));
      assertArrayEquals(new byte[] {1}, Udp.take(server, port));

      // What somebody receives at is not left over, and what is no socket never is.
      SystemCallException live =
          assertThrows(
              SystemCallException.class,
              () -> server.io().bind(address, OPEN.removeLeftOverFile(true)));
      assertEquals(Kind.ADDRESS_IN_USE, live.kind());
      UnixDomainSocketAddress other = folder.next();
      Files.createFile(other.getPath());
      assertThrows(
          SystemCallException.class, () -> server.io().bind(other, OPEN.removeLeftOverFile(true)));
      assertTrue(exists(other));
      Files.delete(other.getPath());
      sender.send(ByteBuffer.wrap(new byte[] {2}));
      assertArrayEquals(new byte[] {2}, Udp.take(server, port));

      server.end(port);
      assertFalse(exists(address), "a port that was closed has left its file");
      server.end(sender);
    }
  }

  @BothShapes
  void everyEndRemovesTheFile(Shape shape) throws Exception {
    UnixDomainSocketAddress aborted = folder.next();
    UnixDomainSocketAddress leftToTheServer = folder.next();
    UnixDomainSocketAddress anothers = folder.next();
    try (TestServer server = server(shape)) {
      DatagramPort port = bind(server, aborted, OPEN);
      port.abort();
      server.expect(port, Closed.class);
      assertFalse(exists(aborted));
      bind(server, leftToTheServer, OPEN);
      DatagramPort replaced = bind(server, anothers, OPEN);
      Files.delete(anothers.getPath());
      Files.createFile(anothers.getPath());
      server.end(replaced);
      assertTrue(exists(anothers), "that file is somebody else's");
      Files.delete(anothers.getPath());
    }
    assertFalse(exists(leftToTheServer));
  }

  @Test
  void aFolderThatIsMissingIsNamed() throws Exception {
    UnixDomainSocketAddress address =
        UnixDomainSocketAddress.of(folder.path().resolve("missing").resolve("s"));
    try (TestServer server = server(Shape.OWN_THREADS)) {
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
      assertEquals(Kind.ADDRESS_NOT_AVAILABLE, e.kind());
      says(e, "make the folder of it first");
      SystemCallException nobody =
          assertThrows(
              SystemCallException.class, () -> server.io().bind(ANY, OPEN.remote(folder.next())));
      assertEquals(Kind.CONNECTION_REFUSED, nobody.kind());
    }
  }

  /** At whatever moment: nothing is left behind, and everybody hears of it. */
  @BothShapes
  void closeAtAnyMoment(Shape shape) throws Exception {
    Random random = random();
    for (int round = 0; round < rounds(20, 300); round++) {
      try (TestServer server = server(shape)) {
        DatagramPort here = bind(server, folder.next(), OPEN.inboxLimit(1 + random.nextInt(20)));
        boolean connected = random.nextBoolean();
        DatagramPort there =
            bind(
                server,
                folder.next(),
                (connected ? OPEN.remote(here.localAddress()) : OPEN)
                    .watermarks(100, 5_000)
                    .closeTimeout(Duration.ofMillis(random.nextInt(30))));
        for (int i = random.nextInt(300); i > 0; i--) {
          ByteBuffer message = ByteBuffer.allocate(random.nextInt(500));
          boolean taken =
              connected ? there.trySend(message) : there.trySend(message, here.localAddress());
          Message got = taken ? here.tryReceive() : here.receive(Duration.ofMillis(1));
          if (got instanceof Datagram datagram) {
            datagram.release();
          }
        }
        switch (random.nextInt(4)) {
          case 0 -> here.abort();
          case 1 -> there.abort();
          case 2 -> server.io().close();
          default -> there.close();
        }
        here.close();
        there.close();
        server.until("closed", () -> Udp.drained(here));
        server.until("closed", () -> Udp.drained(there));
        assertEquals(-1, here.descriptor());
      }
    }
  }

  /** {@return whether sockets can have names without files} */
  private static boolean hasNames() {
    return System.getProperty("os.name").equals("Linux");
  }

  private static DatagramPort bind(
      TestServer server, SocketAddress address, DatagramOptions options)
      throws SystemCallException {
    return server.direct(server.io().bind(address, options));
  }

  private static void send(DatagramPort from, byte[] bytes, SocketAddress to) {
    assertTrue(from.trySend(ByteBuffer.wrap(bytes), to));
    from.flush();
  }

  private static void isTaken(TestServer server, SocketAddress address, String remedy) {
    SystemCallException e =
        assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
    assertEquals(Kind.ADDRESS_IN_USE, e.kind(), e.getMessage());
    says(e, address.toString());
    says(e, remedy);
  }

  /** The address of a socket that nobody has any more, whose file is still there. */
  private UnixDomainSocketAddress leaveBehind() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(address);
    }
    assertTrue(exists(address));
    return address;
  }

  private static void says(Exception e, String part) {
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  private static boolean exists(UnixDomainSocketAddress address) {
    return Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS);
  }
}
