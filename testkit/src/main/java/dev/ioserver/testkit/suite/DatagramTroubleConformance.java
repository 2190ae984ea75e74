package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.Work;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * Datagram ports when things go wrong: too many datagrams, too long ones, nobody there, addresses
 * that are taken, and a close at any moment. What is lost is counted, or told.
 */
public abstract class DatagramTroubleConformance extends Conformance {

  private static final DatagramOptions OPEN =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED);

  /** Long enough for the loop to do what it must not do. */
  private static final Duration SHORT = Duration.ofMillis(30);

  /** For subclasses. */
  protected DatagramTroubleConformance() {}

  @BeforeEach
  final void needsDatagrams() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      String missing = Udp.missing(server);
      if (missing != null) {
        skip(missing);
      }
    }
  }

  /** Under overload nothing is lost but what the kernel has dropped, and that is known exactly. */
  @BothShapes
  void whatIsSentIsReceivedOrCountedAsDropped(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      String missing = Udp.missing(server, Feature.DROP_COUNTS);
      if (missing != null) {
        skip(missing);
      }
      for (boolean byHandler : new boolean[] {false, true}) {
        long droppedBefore = server.counters().datagrams().dropped();
        DatagramPort port =
            Udp.bind(
                server,
                DatagramOptions.defaults()
                    .option(StandardSocketOptions.SO_RCVBUF, 8_192)
                    .inboxLimit(50));
        assertTrue(port.countsDrops());
        Tally tally = new Tally();
        if (byHandler) {
          port.onDatagrams(
              batch -> {
                while (batch.next()) {
                  tally.add(Udp.number(batch), batch.drops());
                }
              });
        }
        int sent = 0;
        for (int burst = 0; burst < 5; burst++) {
          for (int i = 0; i < 500; i++) {
            Udp.send(peer, port.localAddress(), Udp.numbered(sent++, 200));
          }
          // The last one that was sent has arrived: those before it have, or are counted.
          port.activeUnlimited();
          do {
            Udp.send(peer, port.localAddress(), Udp.numbered(sent++, 200));
            takeAll(port, tally);
          } while (tally.last() != sent - 1);
          port.pause();
          server.settle();
          takeAll(port, tally);
        }
        assertEquals(sent, tally.received() + tally.dropped());
        assertTrue(tally.dropped() > 0, "there was no overload");
        assertEquals(tally.dropped(), port.drops());
        assertEquals(tally.dropped(), server.counters().datagrams().dropped() - droppedBefore);
        port.close();
        server.until("closed", () -> Udp.drained(port));
      }
    }
  }

  /** What came, and what did not; numbers only grow. */
  private static final class Tally {
    private int last = -1;
    private long received;
    private long dropped;

    synchronized void add(int number, long drops) {
      assertEquals(number - last - 1, drops, "drops before number " + number);
      last = number;
      received++;
      dropped += drops;
    }

    synchronized int last() {
      return last;
    }

    synchronized long received() {
      return received;
    }

    synchronized long dropped() {
      return dropped;
    }
  }

  private static void takeAll(DatagramPort port, Tally tally) throws InterruptedException {
    for (Message message = port.receive(SHORT); message != null; message = port.receive(SHORT)) {
      if (message instanceof Datagram datagram) {
        tally.add(Udp.number(datagram), datagram.drops());
        datagram.release();
      } else {
        assertInstanceOf(DatagramMessage.CreditUsed.class, message);
      }
    }
  }

  @BothShapes
  void anInboxThatIsFullLeavesTheRestToTheKernel(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, OPEN.inboxLimit(10).receiveSegments(Segments.OFF));
      for (int i = 0; i < 100; i++) {
        Udp.send(peer, port.localAddress(), Udp.numbered(i, 20));
      }
      server.settle();
      server.settle();
      assertTrue(
          server.counters().datagrams().received() <= 10,
          () -> server.counters().datagrams().toString());
      for (int i = 0; i < 100; i++) {
        Datagram datagram = server.expect(port, Datagram.class);
        assertEquals(i, Udp.number(datagram));
        datagram.release();
      }
      server.end(port);
    }
  }

  @BothShapes
  void tooLongIsUndeliveredAndNoEnd(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      SocketAddress to = peer.getLocalSocketAddress();
      DatagramPort port = Udp.bind(server, OPEN);
      assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {1}), to));
      assertTrue(port.trySend(ByteBuffer.allocate(65_520), to));
      assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {2}), to));
      Undelivered message = server.expect(port, Undelivered.class);
      assertSame(port, message.port());
      assertEquals(65_520, message.length());
      assertEquals(to, message.destination());
      assertEquals(0, message.untold());
      assertNotNull(message.cause().getMessage());
      server.until("sent", () -> port.pendingBytes() == 0);
      assertArrayEquals(new byte[] {1}, Udp.receive(peer));
      assertArrayEquals(new byte[] {2}, Udp.receive(peer));
      assertEquals(1, server.counters().datagrams().undelivered());
      assertEquals(2, server.counters().datagrams().sent());
      server.end(port);
    }
  }

  /** Messages of what is undelivered do not fill the memory of who does not receive them. */
  @BothShapes
  void manyThatAreUndeliveredAreCounted(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      SocketAddress to = peer.getLocalSocketAddress();
      DatagramPort port = Udp.bind(server, OPEN.inboxLimit(5).watermarks(1, 10_000_000));
      for (int i = 0; i < 20; i++) {
        assertTrue(port.trySend(ByteBuffer.allocate(65_520), to));
      }
      port.flush();
      server.until("refused", () -> port.pendingBytes() == 0 || shape == Shape.CALLER_RUNS);
      for (int i = 0; i < 5; i++) {
        assertEquals(0, server.expect(port, Undelivered.class).untold());
      }
      assertNull(port.tryReceive());
      assertTrue(port.trySend(ByteBuffer.allocate(65_520), to));
      assertEquals(15, server.expect(port, Undelivered.class).untold());
      assertEquals(21, server.counters().datagrams().undelivered());
      server.end(port);
    }
  }

  @BothShapes
  void nobodyThereIsAMessageOfAConnectedPortAndNoEnd(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramSocket gone = Udp.socket();
      InetSocketAddress to = (InetSocketAddress) gone.getLocalSocketAddress();
      gone.close();
      for (int credit : new int[] {DatagramOptions.UNLIMITED, 0}) {
        DatagramPort port = Udp.connect(server, to, OPEN.credit(credit));
        assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {1})));
        port.flush();
        Undelivered message = reported(port, to);
        if (message == null) {
          skip("this system does not report ICMP errors");
        } else {
          assertEquals(Kind.CONNECTION_REFUSED, message.cause().kind());
          assertEquals(Undelivered.EARLIER, message.length());
          assertNull(message.destination());
        }
        try (DatagramSocket there = Udp.socket(to)) {
          // The kernel may report the same once more, before the first that arrives.
          byte[] arrived = sendUntilItArrives(server, port, there);
          assertArrayEquals(new byte[] {2}, arrived);
        }
        port.close();
        server.until("closed", () -> Udp.drained(port));
      }
    }
  }

  /** A socket that sends again hears at the latest then of what happened before. */
  private static @Nullable Undelivered reported(DatagramPort port, InetSocketAddress to)
      throws Exception {
    for (int i = 0; i < 100; i++) {
      Message message = port.receive(SHORT);
      if (message instanceof Undelivered undelivered) {
        return undelivered;
      }
      assertNull(message, "from " + to);
      assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {1})));
      port.flush();
    }
    return null;
  }

  private static byte[] sendUntilItArrives(
      TestServer server, DatagramPort port, DatagramSocket there) throws Exception {
    there.setSoTimeout(50);
    for (int i = 0; i < 100; i++) {
      assertTrue(port.trySend(ByteBuffer.wrap(new byte[] {2})));
      port.flush();
      server.until("sent", () -> port.pendingBytes() == 0);
      while (port.tryReceive() instanceof Undelivered) {
        // Of what was sent before somebody was there.
      }
      try {
        byte[] bytes = Udp.receive(there);
        if (bytes[0] == 2) {
          return bytes;
        }
        // One that the loop had not sent yet when somebody came.
      } catch (java.net.SocketTimeoutException e) {
        // It met the report of an earlier one.
      }
    }
    throw new AssertionError("nothing arrives at " + there.getLocalSocketAddress());
  }

  @BothShapes
  void aBroadcastNeedsItsOption(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      InetAddress any = InetAddress.ofLiteral("0.0.0.0");
      DatagramPort receiver = server.direct(server.io().bind(new InetSocketAddress(any, 0), OPEN));
      InetSocketAddress to =
          new InetSocketAddress(
              InetAddress.ofLiteral("127.255.255.255"),
              ((InetSocketAddress) receiver.localAddress()).getPort());
      DatagramPort without = Udp.bind(server, OPEN.broadcast(false));
      assertTrue(without.trySend(ByteBuffer.wrap(new byte[] {1}), to));
      without.flush();
      Undelivered refused = server.expect(without, Undelivered.class);
      assertEquals(Kind.PERMISSION_DENIED, refused.cause().kind());
      assertEquals(to, refused.destination());
      DatagramPort with = Udp.bind(server, OPEN.broadcast(true));
      assertTrue(with.trySend(ByteBuffer.wrap(new byte[] {2}), to));
      with.flush();
      server.until("sent", () -> with.pendingBytes() == 0);
      assertArrayEquals(new byte[] {2}, Udp.take(server, receiver));
      server.end(without);
      server.end(with);
      server.end(receiver);
    }
  }

  @BothShapes
  void socketsThatShareAPortShareTheDatagrams(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      DatagramOptions shared = OPEN.option(StandardSocketOptions.SO_REUSEPORT, true);
      DatagramPort first;
      try {
        first = Udp.bind(server, shared);
      } catch (SystemCallException e) {
        assertEquals(Kind.NOT_SUPPORTED, e.kind());
        skip("this engine has no SO_REUSEPORT: " + e.getMessage());
        return;
      }
      SocketAddress address = first.localAddress();
      DatagramPort second = server.direct(server.io().bind(address, shared));
      int sources = 64;
      int[] got = new int[2];
      List<DatagramSocket> peers = new ArrayList<>();
      try {
        for (int i = 0; i < sources; i++) {
          peers.add(Udp.socket());
          Udp.send(peers.get(i), address, (byte) i);
        }
        DatagramPort one = first;
        server.until(
            "all have come",
            () -> {
              got[0] += taken(one);
              got[1] += taken(second);
              return got[0] + got[1] == sources;
            });
      } finally {
        peers.forEach(DatagramSocket::close);
      }
      assertTrue(got[0] > 0 && got[1] > 0, got[0] + " and " + got[1]);
      server.end(first);
      server.end(second);
    }
  }

  private static int taken(DatagramPort port) {
    return port.drain(
        message -> {
          if (message instanceof Datagram datagram) {
            datagram.release();
          }
        },
        100);
  }

  @BothShapes
  void anAddressThatIsTakenIsRefusedAndLeavesNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      SystemCallException taken =
          assertThrows(
              SystemCallException.class,
              () -> server.io().bind(peer.getLocalSocketAddress(), OPEN));
      assertEquals(Kind.ADDRESS_IN_USE, taken.kind());
      assertThrows(
          IllegalArgumentException.class,
          () -> server.io().bind(InetSocketAddress.createUnresolved("nowhere", 1)));
    }
  }

  @BothShapes
  void closeSendsWhatWasSentBefore(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, OPEN);
      for (int i = 0; i < 50; i++) {
        assertTrue(
            port.trySend(ByteBuffer.wrap(Udp.numbered(i, 30)), peer.getLocalSocketAddress()));
      }
      port.close();
      assertThrows(
          ChannelClosedException.class,
          () -> port.trySend(ByteBuffer.allocate(1), peer.getLocalSocketAddress()));
      assertEquals(0, server.expect(port, Closed.class).droppedBytes());
      assertThrows(ChannelClosedException.class, port::tryReceive);
      for (int i = 0; i < 50; i++) {
        assertArrayEquals(Udp.numbered(i, 30), Udp.receive(peer));
      }
      assertEquals(-1, port.descriptor());
      assertThrows(SystemCallException.class, () -> port.option(StandardSocketOptions.SO_RCVBUF));
    }
  }

  /** At whatever moment: nothing is left behind, everybody hears of it, nothing is kept. */
  @BothShapes
  void closeAtAnyMoment(Shape shape) throws Exception {
    Random random = random();
    for (int round = 0; round < rounds(30, 300); round++) {
      try (TestServer server = server(shape);
          DatagramSocket peer = Udp.socket()) {
        DatagramPort port =
            Udp.bind(
                server,
                OPEN.inboxLimit(1 + random.nextInt(20))
                    .watermarks(100, 2_000)
                    .credit(random.nextBoolean() ? DatagramOptions.UNLIMITED : 50));
        SocketAddress local = port.localAddress();
        SocketAddress to = peer.getLocalSocketAddress();
        Work<Void> flood =
            run(
                "flood",
                () -> {
                  while (!port.isClosed()) {
                    Udp.send(peer, local, new byte[ThreadLocalRandom.current().nextInt(300)]);
                  }
                });
        Work<Void> sender =
            run(
                "sender",
                () -> {
                  try {
                    while (true) {
                      port.send(ByteBuffer.allocate(300), to);
                    }
                  } catch (ChannelClosedException e) {
                    // The test is over.
                  }
                });
        int steps = random.nextInt(200);
        for (int i = 0; i < steps; i++) {
          if (port.receive(Duration.ofMillis(1)) instanceof Datagram datagram) {
            datagram.release();
          }
        }
        if (random.nextInt(4) == 0) {
          port.abort();
        } else if (random.nextInt(4) > 0) {
          port.close();
        } else {
          server.io().close();
        }
        server.until("closed", () -> Udp.drained(port));
        flood.get();
        sender.get();
        assertTrue(port.isDone());
        assertEquals(-1, port.descriptor());
      }
    }
  }

  @BothShapes
  void aMessageIsKeptAsLongAsSomebodyHoldsIt(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      DatagramPort port = Udp.bind(server, OPEN);
      List<Datagram> held = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        Udp.send(peer, port.localAddress(), Udp.numbered(i, 1_000));
        held.add(server.expect(port, Datagram.class));
      }
      assertEquals(300, server.io().unreleased());
      server.end(port);
      for (int i = 0; i < 300; i++) {
        Datagram datagram = held.get(i).retain();
        assertEquals(i, Udp.number(datagram));
        datagram.release();
        assertEquals(i, Udp.number(datagram));
        datagram.release();
        assertThrows(IllegalStateException.class, datagram::release);
      }
      assertEquals(0, server.io().unreleased());
    }
  }
}
