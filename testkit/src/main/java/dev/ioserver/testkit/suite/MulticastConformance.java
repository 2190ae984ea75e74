package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Membership;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/**
 * Groups on the loopback interface: what is sent to a group reaches those that have joined it, and
 * nobody else. A datagram to a group is followed by one to the port itself, which is behind it: so
 * a test knows, without waiting, that nothing has come.
 */
public abstract class MulticastConformance extends Conformance {

  private static final InetAddress GROUP = InetAddress.ofLiteral("239.255.77.1");
  private static final InetAddress OTHER_GROUP = InetAddress.ofLiteral("239.255.77.2");
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

  private static final byte MARK = 77;

  /** For subclasses. */
  protected MulticastConformance() {}

  @BeforeEach
  final void needsDatagrams() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      String missing = Udp.missing(server);
      if (missing == null) {
        missing = Udp.interfacesMissing();
      }
      if (missing != null) {
        skip(missing);
      }
    }
  }

  @BothShapes
  void whoHasJoinedHearsUntilItLeaves(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort sender = sender(server, HERE);
      DatagramPort port = wildcard(server, 0);
      expect(server, sender, peer, port, GROUP);
      for (int i = 0; i < 3; i++) {
        Membership membership = port.join(GROUP, lo);
        assertTrue(membership.isMember());
        assertEquals(GROUP, membership.group());
        assertEquals(port, membership.port());
        expect(server, sender, peer, port, GROUP, (byte) 1);
        expect(server, sender, peer, port, OTHER_GROUP);
        Membership second = port.join(OTHER_GROUP, lo);
        expect(server, sender, peer, port, GROUP, (byte) 1);
        expect(server, sender, peer, port, OTHER_GROUP, (byte) 1);
        membership.close();
        membership.close();
        assertFalse(membership.isMember());
        expect(server, sender, peer, port, GROUP);
        expect(server, sender, peer, port, OTHER_GROUP, (byte) 1);
        second.close();
        expect(server, sender, peer, port, OTHER_GROUP);
      }
      server.end(port);
      server.end(sender);
    }
  }

  @BothShapes
  void twoSocketsInOneGroupBothHear(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort sender = sender(server, HERE);
      DatagramPort first = wildcard(server, 0);
      int number = number(first);
      DatagramPort second = wildcard(server, number);
      first.join(GROUP, lo);
      second.join(GROUP, lo);
      for (int i = 0; i < 20; i++) {
        send(server, sender, GROUP, number, (byte) i);
        assertArrayEquals(new byte[] {(byte) i}, Udp.take(server, first));
        assertArrayEquals(new byte[] {(byte) i}, Udp.take(server, second));
      }
      server.end(first);
      send(server, sender, GROUP, number, (byte) 9);
      assertArrayEquals(new byte[] {9}, Udp.take(server, second));
      server.end(second);
      server.end(sender);
    }
  }

  /** The kernel's default is another: a socket hears the groups that any socket has joined. */
  @BothShapes
  void groupsThatOthersHaveJoinedAreNotHeard(Shape shape) throws Exception {
    if (Udp.hearsGroupsOfOthers(OTHER_GROUP)) {
      skip("NOTHING WAS PROVED: a socket of java.nio hears the groups of others here too");
    }
    try (TestServer server = server(shape)) {
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort sender = sender(server, HERE);
      DatagramPort first = wildcard(server, 0);
      int number = number(first);
      DatagramPort second = wildcard(server, number);
      first.join(GROUP, lo);
      second.join(OTHER_GROUP, lo);
      for (int i = 0; i < 10; i++) {
        send(server, sender, OTHER_GROUP, number, (byte) 2);
        send(server, sender, GROUP, number, (byte) 1);
        assertArrayEquals(new byte[] {1}, Udp.take(server, first), "of its own group alone");
        assertArrayEquals(new byte[] {2}, Udp.take(server, second));
      }
      send(server, sender, OTHER_GROUP, number, (byte) 3);
      assertArrayEquals(new byte[] {3}, Udp.take(server, second), "and nothing before it");
      server.end(first);
      server.end(second);
      server.end(sender);
    }
  }

  @BothShapes
  void aSourceFilterLetsThatSourceAloneThrough(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      String missing = Udp.missing(server, Feature.SOURCES);
      if (missing != null) {
        skip(missing);
      }
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort here = sender(server, HERE);
      DatagramPort elsewhere = sender(server, ELSEWHERE);
      DatagramPort port = wildcard(server, 0);
      Membership membership = port.join(GROUP, lo, ELSEWHERE);
      assertEquals(ELSEWHERE, membership.source());
      expect(server, here, peer, port, GROUP);
      expect(server, elsewhere, peer, port, GROUP, (byte) 1);
      Membership second = port.join(GROUP, lo, HERE);
      expect(server, here, peer, port, GROUP, (byte) 1);
      expect(server, elsewhere, peer, port, GROUP, (byte) 1);
      membership.close();
      expect(server, elsewhere, peer, port, GROUP);
      expect(server, here, peer, port, GROUP, (byte) 1);
      second.close();
      expect(server, here, peer, port, GROUP);
      server.end(port);
      server.end(here);
      server.end(elsewhere);
    }
  }

  @BothShapes
  void joinsThatCannotBeAreRefusedAndChangeNothing(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        DatagramSocket peer = Udp.socket()) {
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort sender = sender(server, HERE);
      DatagramPort port = wildcard(server, 0);
      assertThrows(IllegalArgumentException.class, () -> port.join(HERE, lo));
      Membership membership = port.join(GROUP, lo);
      SystemCallException twice =
          assertThrows(SystemCallException.class, () -> port.join(GROUP, lo));
      assertTrue(String.valueOf(twice.getMessage()).contains("239.255.77.1"), twice.getMessage());
      expect(server, sender, peer, port, GROUP, (byte) 1);
      server.end(port);
      assertFalse(membership.isMember());
      membership.close();
      assertThrows(SystemCallException.class, () -> port.join(GROUP, lo));
      server.end(sender);
    }
  }

  @BothShapes
  void theMemberOfManyGroupsHearsAll(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      NetworkInterface lo = Udp.loopbackInterface();
      DatagramPort sender = sender(server, HERE);
      DatagramPort port = wildcard(server, 0);
      List<InetAddress> groups = new ArrayList<>();
      // The usual limit of Linux is 20 groups of a socket.
      for (int i = 0; i < 15; i++) {
        groups.add(InetAddress.ofLiteral("239.255.78." + i));
        port.join(groups.get(i), lo);
      }
      for (int i = 0; i < groups.size(); i++) {
        send(server, sender, groups.get(i), number(port), (byte) i);
        assertArrayEquals(new byte[] {(byte) i}, Udp.take(server, port));
      }
      server.end(port);
      server.end(sender);
    }
  }

  /** What a port hears of a datagram to a group, and then of one to itself. */
  private static void expect(
      TestServer server,
      DatagramPort sender,
      DatagramSocket peer,
      DatagramPort port,
      InetAddress group,
      byte... heard)
      throws Exception {
    send(server, sender, group, number(port), (byte) 1);
    Udp.send(peer, new InetSocketAddress(HERE, number(port)), MARK);
    for (byte each : heard) {
      assertArrayEquals(new byte[] {each}, Udp.take(server, port));
    }
    assertArrayEquals(new byte[] {MARK}, Udp.take(server, port), "to the port itself");
  }

  private static void send(
      TestServer server, DatagramPort sender, InetAddress group, int number, byte value)
      throws Exception {
    assertTrue(
        sender.trySend(ByteBuffer.wrap(new byte[] {value}), new InetSocketAddress(group, number)));
    sender.flush();
    server.until("sent", () -> sender.pendingBytes() == 0);
  }

  private static DatagramPort sender(TestServer server, InetAddress from) throws Exception {
    return server.direct(
        server
            .io()
            .bind(
                new InetSocketAddress(from, 0),
                DatagramOptions.defaults()
                    .option(StandardSocketOptions.IP_MULTICAST_IF, Udp.loopbackInterface())
                    .option(StandardSocketOptions.IP_MULTICAST_TTL, 0)
                    .option(StandardSocketOptions.IP_MULTICAST_LOOP, true)));
  }

  /** A port of the IPv4 wildcard address that shares its number. */
  private static DatagramPort wildcard(TestServer server, int number) throws Exception {
    return server.direct(
        server
            .io()
            .bind(
                new InetSocketAddress(ANY, number),
                DatagramOptions.defaults()
                    .credit(DatagramOptions.UNLIMITED)
                    .option(StandardSocketOptions.SO_REUSEADDR, true)));
  }

  private static int number(DatagramPort port) {
    return ((InetSocketAddress) port.localAddress()).getPort();
  }
}
