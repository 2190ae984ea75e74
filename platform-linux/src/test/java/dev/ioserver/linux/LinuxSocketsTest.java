package dev.ioserver.linux;

import static dev.ioserver.bindings.linux.Sockets.IPPROTO_TCP;
import static dev.ioserver.bindings.linux.Sockets.SOL_SOCKET;
import static dev.ioserver.bindings.linux.Sockets.SO_KEEPALIVE;
import static dev.ioserver.bindings.linux.Sockets.SO_LINGER;
import static dev.ioserver.bindings.linux.Sockets.SO_RCVBUF;
import static dev.ioserver.bindings.linux.Sockets.SO_REUSEADDR;
import static dev.ioserver.bindings.linux.Sockets.SO_REUSEPORT;
import static dev.ioserver.bindings.linux.Sockets.SO_SNDBUF;
import static dev.ioserver.bindings.linux.Sockets.TCP_NODELAY;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.linux.Errno;
import dev.ioserver.bindings.linux.Fcntl;
import dev.ioserver.bindings.linux.Linger;
import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.Rlimit;
import dev.ioserver.engine.ListenOptions;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.SystemCallException.Kind;
import dev.ioserver.engine.spi.Chunk;
import dev.ioserver.engine.spi.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.posix.SocketAddresses;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinuxSocketsTest {

  private static final PortOptions PORT = PortOptions.defaults();
  private static final ListenOptions LISTEN = ListenOptions.defaults();

  private final Loopback loopback = new Loopback();
  private final LinuxSockets sockets = loopback.sockets;
  private final ChunkPool pool = new ChunkPool();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = LinuxCalls.newErrnoSegment(arena);

  @AfterEach
  void close() {
    loopback.close();
    arena.close();
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
    long listener = loopback.listen(inet6OrSkip("::"), LISTEN);
    int port = loopback.address(listener).getPort();
    long connected = loopback.connect(Loopback.at("127.0.0.1", port), PORT);
    long accepted = loopback.accept(listener, PORT);
    for (InetSocketAddress address :
        List.of(loopback.address(connected), loopback.address(accepted), remote(accepted))) {
      assertInstanceOf(Inet4Address.class, address.getAddress());
    }
    assertEquals(loopback.address(connected), remote(accepted));
    loopback.connect(Loopback.at("::1", port), PORT);
    accepted = loopback.accept(listener, PORT);
    assertInstanceOf(Inet6Address.class, remote(accepted).getAddress());
  }

  @Test
  void v6OnlyListenerRefusesInet4() {
    long listener = loopback.listen(inet6OrSkip("::"), LISTEN.v6Only(true));
    int port = loopback.address(listener).getPort();
    InetSocketAddress inet4 = Loopback.at("127.0.0.1", port);
    long fd = loopback.open(inet4, PORT);
    assertEquals(-Errno.ECONNREFUSED, connectOutcome(fd, inet4));
    loopback.connect(Loopback.at("::1", port), PORT);
  }

  @Test
  void scopeOfLinkLocalAddressIsKept() throws IOException {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1:2").getAddress();
    var address = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 4711);
    var addresses = new SocketAddresses(LinuxSockets.SYSTEM, arena, errno);
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
    long[] pair = loopback.pair();
    assertEquals(loopback.address(pair[0]), sockets.remoteAddress(pair[1]));
    loopback.close(pair[0]);
    assertNull(sockets.localAddress(pair[0]));
    assertNull(sockets.remoteAddress(pair[0]));
  }

  @Test
  void refusedConnectNamesTheCall() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback.address(listener);
    loopback.close(listener);
    long fd = loopback.open(address, PORT);
    assertEquals(-Errno.ECONNREFUSED, connectOutcome(fd, address));
    assertEquals("connect", sockets.lastCall());
    assertEquals(Kind.CONNECTION_REFUSED, LinuxErrorCodes.INSTANCE.kind(Errno.ECONNREFUSED));
  }

  @Test
  void connectIsNotFinishedBeforeThereIsAPeer() {
    long fresh = loopback.open(Loopback.inet4(), PORT);
    assertEquals(ErrorCodes.IN_PROGRESS, sockets.finishConnect(fresh));
  }

  @Test
  void backlogIsPassedOn() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN.backlog(1));
    InetSocketAddress address = loopback.address(listener);
    List<Long> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      long fd = loopback.open(address, PORT);
      int result = sockets.connect(fd, address);
      assertTrue(result == 0 || result == ErrorCodes.IN_PROGRESS);
      if (sockets.finishConnect(fd) == ErrorCodes.IN_PROGRESS) {
        waiting.add(fd);
      }
    }
    // The kernel takes one more than it is told.
    assertEquals(4, waiting.size(), "connects that must wait");
    // With room, the next attempt of the kernel, a second later, gets through.
    loopback.accept(listener, PORT);
    loopback.accept(listener, PORT);
    assertEquals(0, loopback.outcome(waiting.get(0)));
  }

  @Test
  void addressInUseNamesTheCallAndLeavesNoDescriptor() throws IOException {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback.address(listener);
    long before = TestCalls.descriptorsOf("socket");
    assertEquals(-Errno.EADDRINUSE, sockets.listen(address, LISTEN));
    assertEquals("bind", sockets.lastCall());
    assertEquals(before, TestCalls.descriptorsOf("socket"));
  }

  @Test
  void addressOfNobodyNamesTheCall() {
    // TEST-NET-1 is no address of any machine.
    assertEquals(-Errno.EADDRNOTAVAIL, sockets.listen(Loopback.at("192.0.2.1", 0), LISTEN));
    assertEquals("bind", sockets.lastCall());
  }

  @Test
  void reusePortSharesAnAddress() {
    ListenOptions shared = LISTEN.reusePort(true);
    long first = loopback.listen(Loopback.inet4(), shared);
    long second = loopback.listen(loopback.address(first), shared);
    assertEquals(loopback.address(first), loopback.address(second));
    assertEquals(1, option(second, SOL_SOCKET, SO_REUSEPORT));
  }

  @Test
  void optionsAreReallySet() {
    PortOptions wanted =
        PORT.noDelay(true)
            .keepAlive(true)
            .sendBufferBytes(20_000)
            .receiveBufferBytes(30_000)
            .lingerSeconds(3);
    long listener = loopback.listen(Loopback.inet4(), LISTEN.ports(wanted));
    long connected = loopback.connect(loopback.address(listener), wanted);
    long accepted = loopback.accept(listener, wanted);
    for (long fd : new long[] {connected, accepted}) {
      assertEquals(1, option(fd, IPPROTO_TCP, TCP_NODELAY));
      assertEquals(1, option(fd, SOL_SOCKET, SO_KEEPALIVE));
      // The kernel doubles them, for its own book-keeping.
      assertEquals(40_000, option(fd, SOL_SOCKET, SO_SNDBUF));
      assertEquals(60_000, option(fd, SOL_SOCKET, SO_RCVBUF));
      assertEquals(3, linger(fd));
    }
    assertEquals(1, option(listener, SOL_SOCKET, SO_REUSEADDR));
  }

  @Test
  void optionsThatAreOffStayOff() {
    PortOptions off = PORT.noDelay(false);
    long listener = loopback.listen(Loopback.inet4(), LISTEN.ports(off).reuseAddress(false));
    long connected = loopback.connect(loopback.address(listener), off);
    long accepted = loopback.accept(listener, off);
    for (long fd : new long[] {connected, accepted}) {
      assertEquals(0, option(fd, IPPROTO_TCP, TCP_NODELAY));
      assertEquals(0, option(fd, SOL_SOCKET, SO_KEEPALIVE));
      assertEquals(-1, linger(fd));
    }
    assertEquals(0, option(listener, SOL_SOCKET, SO_REUSEADDR));
    assertEquals(0, option(listener, SOL_SOCKET, SO_REUSEPORT));
  }

  @Test
  void everyDescriptorIsNonBlockingAndClosedByExec() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    long connected = loopback.connect(loopback.address(listener), PORT);
    long accepted = loopback.accept(listener, PORT);
    for (long fd : new long[] {listener, connected, accepted}) {
      int status = LinuxCalls.fcntl(errno, (int) fd, Fcntl.F_GETFL, 0);
      int flags = LinuxCalls.fcntl(errno, (int) fd, Fcntl.F_GETFD, 0);
      assertNotEquals(0, status & Fcntl.O_NONBLOCK);
      assertNotEquals(0, flags & Fcntl.FD_CLOEXEC);
    }
  }

  @Test
  void nothingToAcceptOrReceiveIsWouldBlock() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    assertEquals(ErrorCodes.WOULD_BLOCK, sockets.accept(listener, PORT));
    long[] pair = loopback.pair();
    assertEquals(ErrorCodes.WOULD_BLOCK, sockets.receive(pair[0], pool.lease(10), 0, 10));
  }

  /**
   * A connection that was reset while it waited is accepted all the same on Linux, and then read.
   */
  @Test
  void connectionResetInTheBacklogDoesNotHarmTheListener() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    long dead = loopback.connect(loopback.address(listener), PORT);
    sockets.resetOnClose(dead);
    loopback.close(dead);
    long alive = loopback.connect(loopback.address(listener), PORT);
    long first = loopback.accept(listener, PORT);
    long second = loopback.accept(listener, PORT);
    assertEquals(-Errno.ECONNRESET, loopback.receive(first, pool.lease(10), 0, 10));
    assertEquals("recv", sockets.lastCall());
    assertEquals(loopback.address(alive), remote(second));
  }

  @Test
  void acceptFromWhatIsNoListenerFails() {
    long[] pair = loopback.pair();
    assertEquals(-Errno.EINVAL, sockets.accept(pair[0], PORT));
    assertEquals("accept4", sockets.lastCall());
  }

  @Test
  void fullSocketIsWouldBlockAndRaisesNoSignalAfterReset() {
    long[] pair = loopback.pair();
    Chunk chunk = pool.lease(ChunkPool.LARGEST);
    chunk.writeIndex(chunk.capacity());
    long sent = 0;
    int n = sockets.send(pair[0], chunk);
    while (n > 0) {
      sent += n;
      n = sockets.send(pair[0], chunk);
    }
    assertEquals(ErrorCodes.WOULD_BLOCK, n);
    assertTrue(sent > 0);
    assertEquals(ErrorCodes.WOULD_BLOCK, sockets.send(pair[0], new Chunk[] {chunk, chunk}, 2));
    sockets.resetOnClose(pair[1]);
    loopback.close(pair[1]);
    assertEquals(-Errno.ECONNRESET, loopback.receive(pair[0], pool.lease(10), 0, 10));
    assertEquals(-Errno.EPIPE, sockets.send(pair[0], chunk));
    assertEquals("send", sockets.lastCall());
    assertEquals(-Errno.EPIPE, sockets.send(pair[0], new Chunk[] {chunk, chunk}, 2));
    assertEquals("sendmsg", sockets.lastCall());
    assertEquals(Kind.CONNECTION_RESET, LinuxErrorCodes.INSTANCE.kind(Errno.EPIPE));
  }

  @Test
  void gatheringWriteKeepsTheOrderAndTheIndices() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long[] pair = loopback.pair();
    for (int count = 1; count <= sockets.maxGather(); count++) {
      Chunk[] chunks = new Chunk[sockets.maxGather()];
      int total = 0;
      byte[] expected = new byte[count * 16];
      for (int i = 0; i < count; i++) {
        Chunk chunk = pool.lease(64);
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
      assertEquals(total, sockets.send(pair[0], chunks, count), "seed " + seed);
      assertArrayEquals(Arrays.copyOf(expected, total), received(pair[1], total), "seed " + seed);
      for (int i = 0; i < count; i++) {
        chunks[i].release();
      }
    }
  }

  @Test
  void halfCloseIsTheEndAtThePeer() {
    long[] pair = loopback.pair();
    assertEquals(0, sockets.shutdownOutput(pair[0]));
    assertEquals(0, loopback.receive(pair[1], pool.lease(10), 0, 10));
    assertEquals(-Errno.EPIPE, send(pair[0], "late"));
    assertEquals(4, send(pair[1], "back"));
    assertEquals("back", new String(received(pair[0], 4)));
  }

  @Test
  void shutdownAfterThePeerIsGoneIsNoFailure() {
    long[] pair = loopback.pair();
    sockets.resetOnClose(pair[1]);
    loopback.close(pair[1]);
    assertEquals(-Errno.ECONNRESET, loopback.receive(pair[0], pool.lease(10), 0, 10));
    assertEquals(0, sockets.shutdownOutput(pair[0]));
  }

  @Test
  void callsOnClosedDescriptorAreNamed() {
    long[] pair = loopback.pair();
    long fd = pair[0];
    loopback.close(fd);
    assertCall("close", -Errno.EBADF, sockets.close(fd));
    assertCall("shutdown", -Errno.EBADF, sockets.shutdownOutput(fd));
    assertCall("setsockopt(SO_LINGER)", -Errno.EBADF, sockets.resetOnClose(fd));
    assertCall("connect", -Errno.EBADF, sockets.connect(fd, Loopback.inet4()));
    assertCall("connect", -Errno.EBADF, sockets.finishConnect(fd));
    assertCall("send", -Errno.EBADF, send(fd, "x"));
  }

  @Test
  void usedUpDescriptorsAreTooManyAndPass() {
    long listener = loopback.listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback.address(listener);
    loopback.connect(address, PORT);
    // Once before, so that nothing needs a descriptor to be loaded when there are none.
    SystemCallException failure = withDescriptorLimit(-1, () -> open(address, listener));
    assertNull(failure);
    loopback.connect(address, PORT);
    // No new number is below 0, so there is none to be had; the open ones stay.
    failure = withDescriptorLimit(0, () -> open(address, listener));
    assertNotNull(failure);
    assertEquals(Kind.TOO_MANY_DESCRIPTORS, failure.kind());
    assertEquals("accept4, socket, epoll_create1", failure.call());
    assertEquals(0, loopback.outcome(loopback.accept(listener, PORT)), "the listener goes on");
  }

  /** Opens one of each kind and closes it again; the failure names all calls that failed. */
  private @Nullable SystemCallException open(InetSocketAddress address, long listener) {
    List<String> failed = new ArrayList<>();
    int result = 0;
    for (int i = 0; i < 2; i++) {
      long fd = i == 0 ? sockets.accept(listener, PORT) : sockets.open(address, PORT);
      if (fd >= 0) {
        sockets.close(fd);
      } else {
        result = (int) fd;
        failed.add(sockets.lastCall());
      }
    }
    try {
      EpollPoller.open(1).close();
    } catch (SystemCallException e) {
      failed.add(e.call());
      result = -e.code();
    }
    String calls = String.join(", ", failed);
    return result == 0 ? null : LinuxErrorCodes.INSTANCE.failure(calls, "", result);
  }

  /** Runs something with a soft limit of descriptors; -1 leaves it as it is. */
  private <T> T withDescriptorLimit(long soft, Supplier<T> body) {
    MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
    assertEquals(0, LinuxCalls.getrlimit(errno, Rlimit.RLIMIT_NOFILE, limit));
    long current = Rlimit.current(limit);
    long maximum = Rlimit.maximum(limit);
    Rlimit.set(limit, soft < 0 ? current : soft, maximum);
    int lowered = LinuxCalls.setrlimit(errno, Rlimit.RLIMIT_NOFILE, limit);
    try {
      return body.get();
    } finally {
      Rlimit.set(limit, current, maximum);
      int restored = LinuxCalls.setrlimit(errno, Rlimit.RLIMIT_NOFILE, limit);
      assertEquals(0, lowered);
      assertEquals(0, restored);
    }
  }

  @Test
  void missingInet6IsSaidClearly() {
    String text = LinuxErrorCodes.INSTANCE.text(Errno.EAFNOSUPPORT);
    assertTrue(text.contains("IPv6"), text);
    assertEquals(Kind.NOT_SUPPORTED, LinuxErrorCodes.INSTANCE.kind(Errno.EAFNOSUPPORT));
  }

  @Test
  void sendAndReceiveAllocateNothing() {
    long[] pair = loopback.pair();
    Chunk out = chunk("hello, world");
    out.readIndex(3);
    Chunk in = pool.lease(64);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          int sent = sockets.send(pair[0], out);
          int got = sockets.receive(pair[1], in, 7, 50);
          assertTrue(sent == 9 && (got == 9 || got == ErrorCodes.WOULD_BLOCK));
        });
  }

  @Test
  void gatheringWriteAllocatesNothing() {
    long[] pair = loopback.pair();
    Chunk[] out = {chunk("one"), chunk("two"), chunk("three")};
    Chunk in = pool.lease(64);
    AllocationMeter.assertAllocatesNothing(
        () -> {
          long sent = sockets.send(pair[0], out, out.length);
          int got = sockets.receive(pair[1], in, 1, 50);
          assertTrue(sent == 11 && (got > 0 || got == ErrorCodes.WOULD_BLOCK));
        });
  }

  private void assertConversation(InetSocketAddress address) {
    long listener = loopback.listen(address, LISTEN);
    InetSocketAddress bound = loopback.address(listener);
    assertEquals(address.getAddress(), bound.getAddress());
    long connected = loopback.connect(bound, PORT);
    long accepted = loopback.accept(listener, PORT);
    assertEquals(bound, sockets.remoteAddress(connected));
    assertEquals(loopback.address(connected), sockets.remoteAddress(accepted));
    assertEquals(4, send(connected, "ping"));
    assertEquals("ping", new String(received(accepted, 4)));
    assertEquals(4, send(accepted, "pong"));
    assertEquals("pong", new String(received(connected, 4)));
  }

  private void assertCall(String name, int expected, long result) {
    assertEquals(expected, result);
    assertEquals(name, sockets.lastCall());
  }

  private InetSocketAddress inet6OrSkip(String literal) {
    InetSocketAddress address = Loopback.at(literal, 0);
    long fd = sockets.listen(Loopback.at("::1", 0), LISTEN);
    if (fd < 0) {
      Assumptions.abort("SKIPPED: IPv6 is switched off here, nothing of it is tested");
    }
    sockets.close(fd);
    return address;
  }

  private long connectOutcome(long fd, InetSocketAddress address) {
    int result = sockets.connect(fd, address);
    return result == ErrorCodes.IN_PROGRESS ? loopback.outcome(fd) : result;
  }

  private InetSocketAddress remote(long fd) {
    InetSocketAddress address = sockets.remoteAddress(fd);
    assertNotNull(address);
    return address;
  }

  private Chunk chunk(String text) {
    Chunk chunk = pool.lease(64);
    chunk.buffer().put(0, text.getBytes());
    chunk.writeIndex(text.length());
    return chunk;
  }

  private int send(long fd, String text) {
    return sockets.send(fd, chunk(text));
  }

  /** Receives so many bytes in pieces of random offsets, each checked to stay within its bounds. */
  private byte[] received(long fd, int total) {
    byte[] bytes = new byte[total];
    Chunk chunk = pool.lease(1024);
    for (int done = 0; done < total; ) {
      int offset = done % 100;
      int n = loopback.receive(fd, chunk, offset, Math.min(total - done, 300));
      assertTrue(n > 0, "result " + n);
      chunk.buffer().get(offset, bytes, done, n);
      done += n;
    }
    chunk.release();
    return bytes;
  }

  private int option(long fd, int level, int name) {
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    assertEquals(0, LinuxCalls.getsockopt(errno, (int) fd, level, name, value, length));
    return value.get(JAVA_INT, 0);
  }

  /** The seconds of SO_LINGER, or -1 if it is off. */
  private int linger(long fd) {
    MemorySegment value = arena.allocate(Linger.LAYOUT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    assertEquals(0, LinuxCalls.getsockopt(errno, (int) fd, SOL_SOCKET, SO_LINGER, value, length));
    return Linger.isEnabled(value) ? Linger.seconds(value) : -1;
  }
}
