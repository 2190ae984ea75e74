package dev.ioserver.testkit.suite;

import static dev.ioserver.testkit.suite.UnixDatagrams.ANY;
import static dev.ioserver.testkit.suite.UnixDatagrams.CLOSED;
import static dev.ioserver.testkit.suite.UnixDatagrams.OPEN;
import static dev.ioserver.testkit.suite.UnixDatagrams.bind;
import static dev.ioserver.testkit.suite.UnixDatagrams.exists;
import static dev.ioserver.testkit.suite.UnixDatagrams.isTaken;
import static dev.ioserver.testkit.suite.UnixDatagrams.leaveBehind;
import static dev.ioserver.testkit.suite.UnixDatagrams.says;
import static dev.ioserver.testkit.suite.UnixDatagrams.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
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
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.UnixSupport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with datagrams over Unix sockets, what is refused, and what becomes of files. */
public abstract class UnixDatagramTroubleConformance extends Conformance {

  private SocketFolder folder;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // the folder is made before each test
  protected UnixDatagramTroubleConformance() {}

  @BeforeEach
  final void makeFolder() throws Exception {
    if (!UnixSupport.isHere()) {
      skip("this system has no Unix sockets, says java.nio");
    }
    folder = SocketFolder.open();
    UnixDatagrams.need(this, folder);
  }

  @AfterEach
  final void removeFolder() {
    if (folder != null) {
      assertEquals(List.of(), folder.remove(), "files that were left");
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
      UnixDomainSocketAddress deserted = leaveBehind(folder);
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
    UnixDomainSocketAddress address = leaveBehind(folder);
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
}
