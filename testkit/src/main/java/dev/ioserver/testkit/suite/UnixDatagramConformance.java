package dev.ioserver.testkit.suite;

import static dev.ioserver.testkit.suite.UnixDatagrams.ANY;
import static dev.ioserver.testkit.suite.UnixDatagrams.CLOSED;
import static dev.ioserver.testkit.suite.UnixDatagrams.OPEN;
import static dev.ioserver.testkit.suite.UnixDatagrams.bind;
import static dev.ioserver.testkit.suite.UnixDatagrams.isTaken;
import static dev.ioserver.testkit.suite.UnixDatagrams.says;
import static dev.ioserver.testkit.suite.UnixDatagrams.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.UnixSupport;
import dev.ioserver.testkit.fixture.Work;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Datagrams over Unix sockets: how they arrive, the names of their senders, and that nothing is
 * lost on the way. A receiver that is full holds its senders up.
 */
public abstract class UnixDatagramConformance extends Conformance {

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
    UnixDatagrams.need(this, folder);
  }

  @AfterEach
  final void removeFolder() {
    if (folder != null) {
      assertEquals(List.of(), folder.remove(), "files that were left");
    }
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

  /** {@return whether sockets can have names without files} */
  private static boolean hasNames() {
    return System.getProperty("os.name").equals("Linux");
  }
}
