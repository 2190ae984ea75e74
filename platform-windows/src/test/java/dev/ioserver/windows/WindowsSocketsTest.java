package dev.ioserver.windows;

import static dev.ioserver.bindings.windows.Sockets.IPPROTO_TCP;
import static dev.ioserver.bindings.windows.Sockets.SOL_SOCKET;
import static dev.ioserver.bindings.windows.Sockets.SO_EXCLUSIVEADDRUSE;
import static dev.ioserver.bindings.windows.Sockets.SO_KEEPALIVE;
import static dev.ioserver.bindings.windows.Sockets.SO_LINGER;
import static dev.ioserver.bindings.windows.Sockets.SO_RCVBUF;
import static dev.ioserver.bindings.windows.Sockets.SO_SNDBUF;
import static dev.ioserver.bindings.windows.Sockets.TCP_NODELAY;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.windows.Linger;
import dev.ioserver.bindings.windows.WindowsCalls;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.suite.AddressSocketsConformance;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@WindowsOnly
class WindowsSocketsTest extends AddressSocketsConformance {

  private static final PortOptions PORT = PortOptions.defaults();
  private static final ListenOptions LISTEN = ListenOptions.defaults();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment error = WindowsCalls.newErrorSegment(arena);

  @AfterEach
  void close() {
    arena.close();
  }

  @Override
  protected Sockets open() {
    return new WindowsSockets();
  }

  @Override
  protected ErrorCodes codes() {
    return WindowsErrorCodes.INSTANCE;
  }

  @Test
  void bytesTravelOverInet4() {
    assertConversation(Loopback.inet4());
  }

  @Test
  void bytesTravelOverInet6() {
    assertConversation(inet6OrSkip("::1"));
  }

  @Test
  void listenerOnInet6WildcardTakesInet4AndNamesItSo() {
    long listener = loopback().listen(inet6OrSkip("::"), LISTEN);
    int port = loopback().address(listener).getPort();
    long connected = loopback().connect(Loopback.at("127.0.0.1", port), PORT);
    long accepted = loopback().accept(listener, PORT);
    for (InetSocketAddress address :
        List.of(loopback().address(connected), loopback().address(accepted), acceptedPeer())) {
      assertInstanceOf(Inet4Address.class, address.getAddress());
    }
    assertEquals(loopback().address(connected), acceptedPeer());
    loopback().connect(Loopback.at("::1", port), PORT);
    accepted = loopback().accept(listener, PORT);
    assertInstanceOf(Inet6Address.class, acceptedPeer().getAddress());
  }

  @Test
  void v6OnlyListenerRefusesInet4() {
    long listener =
        loopback().listen(inet6OrSkip("::"), LISTEN.option(IoSocketOptions.IPV6_V6ONLY, true));
    int port = loopback().address(listener).getPort();
    InetSocketAddress inet4 = Loopback.at("127.0.0.1", port);
    long fd = loopback().open(inet4, PORT);
    assertEquals(-WindowsErrors.WSAECONNREFUSED, connectOutcome(fd, inet4));
    loopback().connect(Loopback.at("::1", port), PORT);
  }

  @Test
  void scopeOfLinkLocalAddressIsKept() throws IOException {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1:2").getAddress();
    var address = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 4711);
    var addresses = new SocketAddresses(arena, error);
    addresses.write(address);
    InetSocketAddress read = addresses.read();
    assertNotNull(read);
    assertEquals(address, read);
    assertEquals(7, assertInstanceOf(Inet6Address.class, read.getAddress()).getScopeId());
    // What was written before leaves no trace.
    addresses.write(Loopback.at("::1", 65535));
    assertEquals(Loopback.at("::1", 65535), addresses.read());
    addresses.write(Loopback.at("127.1.2.3", 1));
    assertEquals(Loopback.at("127.1.2.3", 1), addresses.read());
  }

  @Test
  void addressesOfWhatIsGoneAreNull() {
    long[] pair = loopback().pair();
    loopback().close(pair[0]);
    assertNull(sockets().localAddress(pair[0]));
  }

  @Test
  void refusedConnectNamesTheCall() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback().address(listener);
    loopback().close(listener);
    long fd = loopback().open(address, PORT);
    assertEquals(-WindowsErrors.WSAECONNREFUSED, connectOutcome(fd, address));
    assertEquals("connect", sockets().lastCall());
    assertEquals(
        Kind.CONNECTION_REFUSED, WindowsErrorCodes.INSTANCE.kind(WindowsErrors.WSAECONNREFUSED));
  }

  @Test
  void connectIsNotFinishedBeforeThereIsAPeer() {
    long fresh = loopback().open(Loopback.inet4(), PORT);
    assertEquals(ErrorCodes.IN_PROGRESS, sockets().finishConnect(fresh));
  }

  @Test
  void addressInUseNamesTheCallAndLeavesNoHandle() throws IOException {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback().address(listener);
    TestCalls.assertHandlesKept(
        () -> {
          assertEquals(-WindowsErrors.WSAEADDRINUSE, Loopback.listen(sockets(), address, LISTEN));
          assertEquals("bind", sockets().lastCall());
        });
  }

  @Test
  void addressOfNobodyNamesTheCall() {
    // TEST-NET-1 is no address of any machine.
    assertEquals(
        -WindowsErrors.WSAEADDRNOTAVAIL,
        Loopback.listen(sockets(), Loopback.at("192.0.2.1", 0), LISTEN));
    assertEquals("bind", sockets().lastCall());
  }

  @Test
  void reusePortIsRefusedAndLeavesNoHandle() {
    TestCalls.assertHandlesKept(
        () -> {
          long result =
              Loopback.listen(
                  sockets(),
                  Loopback.inet4(),
                  LISTEN.option(StandardSocketOptions.SO_REUSEPORT, true));
          assertEquals(-WindowsErrors.WSAENOPROTOOPT, result);
          assertEquals("setsockopt(SO_REUSEPORT)", sockets().lastCall());
          assertEquals(Kind.NOT_SUPPORTED, WindowsErrorCodes.INSTANCE.kind(-(int) result));
        });
  }

  /** SO_REUSEADDR would let a second listener have the address. */
  @Test
  void addressIsExclusiveWhateverIsSaidOfReuse() {
    for (boolean reuse : new boolean[] {true, false}) {
      ListenOptions options = LISTEN.option(StandardSocketOptions.SO_REUSEADDR, reuse);
      long listener = loopback().listen(Loopback.inet4(), options);
      assertNotEquals(0, option(listener, SOL_SOCKET, SO_EXCLUSIVEADDRUSE));
      assertEquals(
          -WindowsErrors.WSAEADDRINUSE,
          Loopback.listen(sockets(), loopback().address(listener), options));
    }
  }

  /**
   * Connections that were closed wait for their end (TIME_WAIT), which keeps nobody from binding.
   */
  @Test
  void addressCanBeBoundToAgainAfterItsConnections() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback().address(listener);
    long connected = loopback().connect(address, PORT);
    long accepted = loopback().accept(listener, PORT);
    sockets().shutdownOutput(accepted);
    assertEquals(0, loopback().receive(connected, pool().lease(10), 0, 10));
    loopback().close(accepted);
    loopback().close(connected);
    loopback().close(listener);
    loopback().listen(address, LISTEN);
  }

  @Test
  void optionsAreReallySet() {
    PortOptions wanted =
        PORT.option(StandardSocketOptions.TCP_NODELAY, true)
            .option(StandardSocketOptions.SO_KEEPALIVE, true)
            .option(StandardSocketOptions.SO_SNDBUF, 20_000)
            .option(StandardSocketOptions.SO_RCVBUF, 30_000)
            .option(StandardSocketOptions.SO_LINGER, 3);
    long listener = loopback().listen(Loopback.inet4(), LISTEN.ports(wanted));
    long connected = loopback().connect(loopback().address(listener), wanted);
    long accepted = loopback().accept(listener, wanted);
    for (long fd : new long[] {connected, accepted}) {
      assertEquals(1, option(fd, IPPROTO_TCP, TCP_NODELAY));
      assertEquals(1, option(fd, SOL_SOCKET, SO_KEEPALIVE));
      assertEquals(20_000, option(fd, SOL_SOCKET, SO_SNDBUF));
      assertEquals(30_000, option(fd, SOL_SOCKET, SO_RCVBUF));
      assertEquals(3, linger(fd));
    }
  }

  @Test
  void optionsThatAreOffStayOff() {
    PortOptions off = PORT.option(StandardSocketOptions.TCP_NODELAY, false);
    long listener =
        loopback()
            .listen(
                Loopback.inet4(),
                LISTEN.ports(off).option(StandardSocketOptions.SO_REUSEADDR, false));
    long connected = loopback().connect(loopback().address(listener), off);
    long accepted = loopback().accept(listener, off);
    for (long fd : new long[] {connected, accepted}) {
      assertEquals(0, option(fd, IPPROTO_TCP, TCP_NODELAY));
      assertEquals(0, option(fd, SOL_SOCKET, SO_KEEPALIVE));
      assertEquals(-1, linger(fd));
    }
  }

  @Test
  void noSocketIsInheritedByChildren() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    long connected = loopback().connect(loopback().address(listener), PORT);
    long accepted = loopback().accept(listener, PORT);
    for (long socket : new long[] {listener, connected, accepted}) {
      assertFalse(TestCalls.isInherited(socket));
    }
  }

  @Test
  void nothingToAcceptOrReceiveIsWouldBlock() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    assertEquals(ErrorCodes.WOULD_BLOCK, sockets().accept(listener, PORT.options()));
    long[] pair = loopback().pair();
    assertEquals(ErrorCodes.WOULD_BLOCK, sockets().receive(pair[0], pool().lease(10), 0, 10));
  }

  /**
   * A connection that was reset while it waited is accepted all the same, and then read; or it is
   * passed over, where the system cannot say any more whose it was.
   */
  @Test
  void connectionResetInTheBacklogDoesNotHarmTheListener() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    long dead = loopback().connect(loopback().address(listener), PORT);
    sockets().resetOnClose(dead);
    loopback().close(dead);
    long alive = loopback().connect(loopback().address(listener), PORT);
    long first = loopback().accept(listener, PORT);
    if (!loopback().address(alive).equals(acceptedPeer())) {
      assertEquals(
          -WindowsErrors.WSAECONNRESET, loopback().receive(first, pool().lease(10), 0, 10));
      assertEquals("recv", sockets().lastCall());
      long _ = loopback().accept(listener, PORT);
      assertEquals(loopback().address(alive), acceptedPeer());
    }
  }

  @Test
  void acceptFromWhatIsNoListenerFails() {
    long[] pair = loopback().pair();
    assertEquals(-WindowsErrors.WSAEINVAL, sockets().accept(pair[0], PORT.options()));
    assertEquals("accept", sockets().lastCall());
  }

  @Test
  void fullSocketIsWouldBlockAndFailsAfterReset() {
    long[] pair = loopback().pair();
    Chunk chunk = pool().lease(ChunkPool.LARGEST);
    chunk.writeIndex(chunk.capacity());
    long sent = 0;
    int n = sockets().send(pair[0], chunk);
    while (n > 0) {
      sent += n;
      n = sockets().send(pair[0], chunk);
    }
    assertEquals(ErrorCodes.WOULD_BLOCK, n);
    assertTrue(sent > 0);
    // The system may have found some more room meanwhile.
    long gathered = 1;
    while (gathered > 0) {
      gathered = sockets().send(pair[0], new Chunk[] {chunk, chunk}, 2);
    }
    assertEquals(ErrorCodes.WOULD_BLOCK, gathered);
    sockets().resetOnClose(pair[1]);
    loopback().close(pair[1]);
    assertEquals(
        -WindowsErrors.WSAECONNRESET, loopback().receive(pair[0], pool().lease(10), 0, 10));
    assertReset("send", sockets().send(pair[0], chunk));
    assertReset("WSASend", sockets().send(pair[0], new Chunk[] {chunk, chunk}, 2));
  }

  @Test
  void gatheringWriteKeepsTheOrderAndTheIndices() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long[] pair = loopback().pair();
    for (int count = 1; count <= sockets().maxGather(); count++) {
      Chunk[] chunks = new Chunk[sockets().maxGather()];
      int total = 0;
      byte[] expected = new byte[count * 16];
      for (int i = 0; i < count; i++) {
        Chunk chunk = pool().lease(64);
        int from = random.nextInt(48);
        int length = random.nextInt(17);
        for (int j = 0; j < length; j++) {
          expected[total] = (byte) random.nextInt();
          chunk.buffer().put(from + j, expected[total++]);
        }
        chunk.writeIndex(from + length);
        chunk.readIndex(from);
        chunks[i] = chunk;
      }
      assertEquals(total, sockets().send(pair[0], chunks, count), "seed " + seed);
      assertArrayEquals(Arrays.copyOf(expected, total), received(pair[1], total), "seed " + seed);
      for (int i = 0; i < count; i++) {
        chunks[i].release();
      }
    }
  }

  @Test
  void halfCloseIsTheEndAtThePeer() {
    long[] pair = loopback().pair();
    assertEquals(0, sockets().shutdownOutput(pair[0]));
    assertEquals(0, loopback().receive(pair[1], pool().lease(10), 0, 10));
    assertEquals(-WindowsErrors.WSAESHUTDOWN, send(pair[0], "late"));
    assertEquals(4, send(pair[1], "back"));
    assertEquals("back", text(received(pair[0], 4)));
  }

  @Test
  void shutdownAfterThePeerIsGoneIsNoFailure() {
    long[] pair = loopback().pair();
    sockets().resetOnClose(pair[1]);
    loopback().close(pair[1]);
    assertEquals(
        -WindowsErrors.WSAECONNRESET, loopback().receive(pair[0], pool().lease(10), 0, 10));
    assertEquals(0, sockets().shutdownOutput(pair[0]));
  }

  @Test
  void callsOnClosedDescriptorAreNamed() {
    long[] pair = loopback().pair();
    long fd = pair[0];
    loopback().close(fd);
    assertCall("closesocket", -WindowsErrors.WSAENOTSOCK, sockets().close(fd));
    assertCall("shutdown", -WindowsErrors.WSAENOTSOCK, sockets().shutdownOutput(fd));
    assertCall("setsockopt(SO_LINGER)", -WindowsErrors.WSAENOTSOCK, sockets().resetOnClose(fd));
    assertCall("connect", -WindowsErrors.WSAENOTSOCK, sockets().connect(fd, Loopback.inet4()));
    assertCall("connect", -WindowsErrors.WSAENOTSOCK, sockets().finishConnect(fd));
    assertCall("send", -WindowsErrors.WSAENOTSOCK, send(fd, "x"));
  }

  /** A close that would wait is made to go on without us: the handle must be gone either way. */
  @Test
  void closeWithLingerTimeClosesAtOnceAndLosesNothing() {
    PortOptions lingering = PORT.option(StandardSocketOptions.SO_LINGER, 5);
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    long connected = loopback().connect(loopback().address(listener), lingering);
    long accepted = loopback().accept(listener, PORT);
    Chunk chunk = pool().lease(ChunkPool.LARGEST);
    chunk.writeIndex(chunk.capacity());
    long sent = 0;
    for (int n = sockets().send(connected, chunk); n > 0; n = sockets().send(connected, chunk)) {
      sent += n;
    }
    loopback().close(connected);
    Chunk in = pool().lease(ChunkPool.LARGEST);
    long came = 0;
    for (int n = 1; n > 0; came += n) {
      n = loopback().receive(accepted, in, 0, in.capacity());
      assertTrue(n >= 0, "result " + n);
    }
    assertEquals(sent, came);
    assertEquals(-WindowsErrors.WSAENOTSOCK, sockets().close(connected));
  }

  @Test
  void missingInet6IsSaidClearly() {
    String text = WindowsErrorCodes.INSTANCE.text(WindowsErrors.WSAEAFNOSUPPORT);
    assertTrue(text.contains("IPv6"), text);
    assertEquals(
        Kind.NOT_SUPPORTED, WindowsErrorCodes.INSTANCE.kind(WindowsErrors.WSAEAFNOSUPPORT));
  }

  @Test
  void sendAndReceiveAllocateNothing() {
    long[] pair = loopback().pair();
    Chunk out = chunk("hello, world");
    out.readIndex(3);
    Chunk in = pool().lease(64);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int sent = sockets().send(pair[0], out);
          int got = sockets().receive(pair[1], in, 7, 50);
          assertTrue(sent == 9 && (got > 0 || got == ErrorCodes.WOULD_BLOCK));
        });
  }

  @Test
  void gatheringWriteAllocatesNothing() {
    long[] pair = loopback().pair();
    Chunk[] out = {chunk("one"), chunk("two"), chunk("three")};
    Chunk in = pool().lease(64);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          long sent = sockets().send(pair[0], out, out.length);
          int got = sockets().receive(pair[1], in, 1, 50);
          assertTrue(sent == 11 && (got > 0 || got == ErrorCodes.WOULD_BLOCK));
        });
  }

  private void assertConversation(InetSocketAddress address) {
    long listener = loopback().listen(address, LISTEN);
    InetSocketAddress bound = loopback().address(listener);
    assertEquals(address.getAddress(), bound.getAddress());
    long connected = loopback().connect(bound, PORT);
    long accepted = loopback().accept(listener, PORT);
    assertEquals(loopback().address(connected), sockets().acceptedPeer());
    assertEquals(4, send(connected, "ping"));
    assertEquals("ping", text(received(accepted, 4)));
    assertEquals(4, send(accepted, "pong"));
    assertEquals("pong", text(received(connected, 4)));
  }

  private void assertCall(String name, int expected, long result) {
    assertEquals(expected, result);
    assertEquals(name, sockets().lastCall());
  }

  /** Reset, aborted, shut down: which it is depends on who was told first. */
  private void assertReset(String call, long result) {
    assertEquals(Kind.CONNECTION_RESET, WindowsErrorCodes.INSTANCE.kind(-(int) result));
    assertEquals(call, sockets().lastCall());
  }

  private InetSocketAddress inet6OrSkip(String literal) {
    InetSocketAddress address = Loopback.at(literal, 0);
    long fd = Loopback.listen(sockets(), Loopback.at("::1", 0), LISTEN);
    if (fd < 0) {
      Assumptions.abort("SKIPPED: IPv6 is switched off here, nothing of it is tested");
    }
    sockets().close(fd);
    return address;
  }

  private InetSocketAddress acceptedPeer() {
    return (InetSocketAddress) sockets().acceptedPeer();
  }

  private int option(long fd, int level, int name) {
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    assertEquals(0, WinsockCalls.getsockopt(error, fd, level, name, value, length));
    return value.get(JAVA_INT, 0);
  }

  /** The seconds of SO_LINGER, or -1 if it is off. */
  private int linger(long fd) {
    MemorySegment value = arena.allocate(Linger.LAYOUT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    assertEquals(0, WinsockCalls.getsockopt(error, fd, SOL_SOCKET, SO_LINGER, value, length));
    return Linger.isEnabled(value) ? Linger.seconds(value) : -1;
  }
}
