package dev.ioserver.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.fixture.RawDatagrams;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the datagram calls of Windows have of their own; what all have is in the suite. */
@WindowsOnly
class WindowsDatagramsTest {

  private static final String HERE = "127.0.0.1";

  private final WindowsSockets sockets = new WindowsSockets();
  private RawDatagrams raw;

  @BeforeEach
  void open() throws Exception {
    Winsock.start();
    raw = new RawDatagrams(sockets, sockets.datagrams());
  }

  @AfterEach
  void close() {
    raw.close();
  }

  /** As with a layer over Winsock whose sockets know no WSARecvMsg. */
  @Test
  void withoutTheExtensionsDatagramsComeAndGoAllTheSame() {
    WindowsSockets others = new WindowsSockets();
    DatagramFeatures none = DatagramFeatures.none(WindowsErrors.WSAEOPNOTSUPP);
    WindowsDatagrams plain = new WindowsDatagrams(others, none);
    assertEquals(Set.of(), plain.features());
    try (RawDatagrams fallback = new RawDatagrams(others, plain)) {
      long receiver = fallback.open(HERE);
      long sender = fallback.open(HERE);
      InetSocketAddress to = fallback.address(receiver);
      for (int size : new int[] {0, 1, 1_000, RawDatagrams.LARGEST}) {
        assertEquals(1, fallback.send(sender, new byte[size], to), others.lastCall());
        assertEquals(size, fallback.await(receiver).length);
        assertFalse(fallback.in().cut[0]);
        assertEquals(fallback.address(sender), fallback.source(0));
      }
      fallback.send(sender, new byte[] {1, 2, 3}, to);
      assertArrayEquals(new byte[] {1, 2}, fallback.await(receiver, 2));
      assertTrue(fallback.in().cut[0]);
      assertEquals(ErrorCodes.WOULD_BLOCK, fallback.receive(receiver, 1, 10));
      int tooLong = fallback.send(sender, new byte[65_536], to);
      assertEquals(-WindowsErrors.WSAEMSGSIZE, tooLong);
      assertEquals("WSASendTo", others.lastCall());
      fallback.queue(new byte[] {5}, to);
      AllocationMeter.assertAllocatesNothing(
          () -> {
            plain.send(sender, fallback.out(), 0, 1);
            fallback.receive(receiver, RawDatagrams.CAPACITY, 10);
          });
    }
    long refused =
        plain.open(
            Loopback.at(HERE, 0), null, SocketOptions.none(), Set.of(Feature.LOCAL_ADDRESSES));
    assertEquals(Kind.NOT_SUPPORTED, WindowsErrorCodes.INSTANCE.kind((int) -refused));
    assertTrue(none.inWords().contains("WSARecvMsg cannot be had: WSAEOPNOTSUPP"), none.inWords());
  }

  @Test
  void theExtensionsAreThere() {
    assertTrue(DatagramFeatures.found().receivesMessages(), DatagramFeatures.found().inWords());
    assertTrue(DatagramFeatures.found().sendsMessages(), DatagramFeatures.found().inWords());
  }

  /**
   * A transport of Netty opens a socket by the calls of one thread, has the loop's send, and closes
   * it by those of whoever closes: what Windows wants to know of it must not stay with the first.
   */
  @Test
  void aSocketIsThatOfDatagramsWhateverCallsHaveOpenedIt() {
    WindowsSockets others = new WindowsSockets();
    long socket = sockets.datagrams().openUnbound(true, SocketOptions.none(), Set.of());
    assertTrue(socket >= 0, sockets.lastCall());
    assertEquals(false, others.getOption(socket, StandardSocketOptions.SO_BROADCAST));
    assertTrue(others.setOption(socket, StandardSocketOptions.SO_BROADCAST, true) >= 0);
    assertEquals(true, sockets.getOption(socket, StandardSocketOptions.SO_BROADCAST));
    assertTrue(OpenDatagrams.isInet6(socket));
    OpenDatagrams.hold(socket, -WindowsErrors.WSAECONNRESET);
    others.close(socket);
    assertFalse(OpenDatagrams.has(socket));
    assertEquals(0, OpenDatagrams.takeHeld(socket), "the next socket of the number had it");
  }

  /** By the calls of another loop than the one that opened it, too. */
  @Test
  void aSocketOfBothFamiliesSendsToInet4WhateverCallsHaveOpenedIt() throws Exception {
    WindowsSockets others = new WindowsSockets();
    try (RawDatagrams loop = new RawDatagrams(others, others.datagrams())) {
      long receiver = raw.open(HERE);
      long sender = sockets.datagrams().openUnbound(true, SocketOptions.none(), Set.of());
      assertEquals(1, loop.send(sender, new byte[] {7}, raw.address(receiver)), others.lastCall());
      assertArrayEquals(new byte[] {7}, raw.await(receiver));
      sockets.close(sender);
    }
  }

  /** One socket for both families, where it is to tell the local address of both. */
  @Test
  void aSocketOfInet6ServesInet4Too() {
    long both =
        raw.open(Loopback.at("::", 0), null, SocketOptions.none(), Set.of(Feature.LOCAL_ADDRESSES));
    int port = raw.address(both).getPort();
    long inet4 = raw.open(HERE);
    raw.send(inet4, new byte[] {4}, Loopback.at(HERE, port));
    assertArrayEquals(new byte[] {4}, raw.await(both));
    assertEquals(raw.address(inet4), raw.source(0));
    assertEquals(
        Loopback.at(HERE, port),
        RawDatagrams.address(raw.in().localHigh[0], raw.in().localLow[0], port));
    raw.send(both, new byte[] {44}, raw.address(inet4));
    assertArrayEquals(new byte[] {44}, raw.await(inet4));
    long inet6 = raw.open("::1");
    raw.send(inet6, new byte[] {6}, Loopback.at("::1", port));
    assertArrayEquals(new byte[] {6}, raw.await(both));
    assertEquals(raw.address(inet6), raw.source(0));
  }

  /** Unlike that of streams, the option is what it says: groups need it. */
  @Test
  void anAddressIsSharedByThoseThatBothWantIt() {
    SocketOptions shared = SocketOptions.none().with(StandardSocketOptions.SO_REUSEADDR, true);
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    long one = raw.open(any, null, shared, Set.of());
    assertEquals(true, sockets.getOption(one, StandardSocketOptions.SO_REUSEADDR));
    InetSocketAddress address = new InetSocketAddress(any.getAddress(), raw.address(one).getPort());
    raw.open(address, null, shared, Set.of());
    long third = sockets.datagrams().open(address, null, SocketOptions.none(), Set.of());
    assertTrue(third < 0, "it did not want to share");
    assertEquals("bind", sockets.lastCall());
    long alone = raw.open(HERE);
    assertEquals(false, sockets.getOption(alone, StandardSocketOptions.SO_REUSEADDR));
    long thief = sockets.datagrams().open(raw.address(alone), null, shared, Set.of());
    assertTrue(thief < 0, "an address that is not shared cannot be taken");
  }

  /** Of which destination it would be, Windows does not say. */
  @Test
  void whoIsNotConnectedIsNotDisturbedByErrors() {
    long gone = raw.open(HERE);
    InetSocketAddress nobody = raw.address(gone);
    raw.close(gone);
    long socket = raw.open(HERE);
    long peer = raw.open(HERE);
    for (int i = 0; i < 3; i++) {
      assertEquals(1, raw.send(socket, new byte[] {1}, nobody));
    }
    raw.send(peer, new byte[] {2}, raw.address(socket));
    assertArrayEquals(new byte[] {2}, raw.await(socket));
    assertEquals(ErrorCodes.WOULD_BLOCK, raw.receive(socket, 1, 10));
  }

  @Test
  void aSocketThatIsBoundLaterTakesItsOptionsBefore() {
    long socket = sockets.datagrams().openUnbound(false, SocketOptions.none(), Set.of());
    assertTrue(socket >= 0, sockets.lastCall());
    try {
      assertEquals(0, sockets.setOption(socket, StandardSocketOptions.SO_REUSEADDR, true));
      assertEquals(0, sockets.setOption(socket, StandardSocketOptions.SO_BROADCAST, true));
      assertEquals(0, sockets.bind(socket, Loopback.at(HERE, 0)));
      assertEquals(0, sockets.connect(socket, Loopback.at(HERE, 9)));
      assertEquals(true, sockets.getOption(socket, StandardSocketOptions.SO_REUSEADDR));
      assertEquals(true, sockets.getOption(socket, StandardSocketOptions.SO_BROADCAST));
      assertEquals(0, sockets.datagrams().disconnect(socket), sockets.lastCall());
    } finally {
      assertEquals(0, sockets.close(socket));
    }
    assertFalse(OpenDatagrams.has(socket), "it is forgotten");
  }
}
