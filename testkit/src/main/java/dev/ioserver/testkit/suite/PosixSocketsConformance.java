package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.testkit.fixture.AllocationMeter;
import dev.ioserver.testkit.fixture.Loopback;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the socket calls of a POSIX system do, whichever system it is. */
public abstract class PosixSocketsConformance extends AddressSocketsConformance {

  private static final PortOptions PORT = PortOptions.defaults();
  private static final ListenOptions LISTEN = ListenOptions.defaults();

  /** No system's codes go beyond this. */
  private static final int MOST_CODES = 256;

  /** For subclasses. */
  protected PosixSocketsConformance() {}

  /** {@return the name of the system call that accepts, such as {@code accept4}} */
  protected abstract String acceptCall();

  /**
   * Asks the kernel for an option of a socket, past the calls under test.
   *
   * @param fd the socket
   * @param name the option's name, such as {@code TCP_NODELAY}
   * @return its value
   */
  protected abstract int option(long fd, String name);

  /**
   * {@return the seconds of {@code SO_LINGER}, or -1 if it is off}
   *
   * @param fd the socket
   */
  protected abstract int linger(long fd);

  /**
   * Looks at the flags of a descriptor.
   *
   * @param fd the descriptor
   */
  protected abstract void assertNonBlockingAndClosedByExec(long fd);

  /**
   * {@return how many descriptors of one kind this process has}
   *
   * @param kind the kind as the system spells it, such as {@code socket}
   * @throws IOException if the list of descriptors cannot be read
   */
  protected abstract long descriptorsOf(String kind) throws IOException;

  /**
   * {@return the system's code of that name, a positive number}
   *
   * @param name the code's name, such as {@code ECONNRESET}
   */
  protected final int code(String name) {
    for (int code = 0; code < MOST_CODES; code++) {
      if (codes().name(code).equals(name)) {
        return code;
      }
    }
    throw new AssertionError("this system has no " + name);
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
    loopback().accept(listener, PORT);
    assertInstanceOf(Inet6Address.class, acceptedPeer().getAddress());
  }

  @Test
  void v6OnlyListenerRefusesInet4() {
    long listener =
        loopback().listen(inet6OrSkip("::"), LISTEN.option(IoSocketOptions.IPV6_V6ONLY, true));
    int port = loopback().address(listener).getPort();
    InetSocketAddress inet4 = Loopback.at("127.0.0.1", port);
    long fd = loopback().open(inet4, PORT);
    assertEquals(-code("ECONNREFUSED"), connectOutcome(fd, inet4));
    loopback().connect(Loopback.at("::1", port), PORT);
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
    assertEquals(-code("ECONNREFUSED"), connectOutcome(fd, address));
    assertEquals("connect", sockets().lastCall());
    assertEquals(Kind.CONNECTION_REFUSED, codes().kind(code("ECONNREFUSED")));
  }

  @Test
  void connectIsNotFinishedBeforeThereIsAPeer() {
    long fresh = loopback().open(Loopback.inet4(), PORT);
    assertEquals(ErrorCodes.IN_PROGRESS, sockets().finishConnect(fresh));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void addressInUseNamesTheCallAndLeavesNoDescriptor() throws IOException {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    InetSocketAddress address = loopback().address(listener);
    long before = descriptorsOf("socket");
    assertEquals(-code("EADDRINUSE"), Loopback.listen(sockets(), address, LISTEN));
    assertEquals("bind", sockets().lastCall());
    assertEquals(before, descriptorsOf("socket"));
  }

  @Test
  void addressOfNobodyNamesTheCall() {
    // TEST-NET-1 is no address of any machine.
    assertEquals(
        -code("EADDRNOTAVAIL"), Loopback.listen(sockets(), Loopback.at("192.0.2.1", 0), LISTEN));
    assertEquals("bind", sockets().lastCall());
  }

  @Test
  void reusePortSharesAnAddress() {
    ListenOptions shared = LISTEN.option(StandardSocketOptions.SO_REUSEPORT, true);
    long first = loopback().listen(Loopback.inet4(), shared);
    long second = loopback().listen(loopback().address(first), shared);
    assertEquals(loopback().address(first), loopback().address(second));
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
      assertNotEquals(0, option(fd, "TCP_NODELAY"));
      assertNotEquals(0, option(fd, "SO_KEEPALIVE"));
      // Linux doubles them, for its own book-keeping.
      assertTrue(option(fd, "SO_SNDBUF") >= 20_000);
      assertTrue(option(fd, "SO_RCVBUF") >= 30_000);
      assertEquals(3, linger(fd));
    }
    assertNotEquals(0, option(listener, "SO_REUSEADDR"));
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
      assertEquals(0, option(fd, "TCP_NODELAY"));
      assertEquals(0, option(fd, "SO_KEEPALIVE"));
      assertEquals(-1, linger(fd));
    }
    assertEquals(0, option(listener, "SO_REUSEADDR"));
    assertEquals(0, option(listener, "SO_REUSEPORT"));
  }

  @Test
  void everyDescriptorIsNonBlockingAndClosedByExec() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    long connected = loopback().connect(loopback().address(listener), PORT);
    long accepted = loopback().accept(listener, PORT);
    for (long fd : new long[] {listener, connected, accepted}) {
      assertNonBlockingAndClosedByExec(fd);
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
   * A connection that was reset while it waited. Linux hands it out all the same, and the reset is
   * read from it. BSD's accept fails with ECONNABORTED, which is passed over, or never knows of it.
   */
  @Test
  void connectionResetInTheBacklogDoesNotHarmTheListener() {
    long listener = loopback().listen(Loopback.inet4(), LISTEN);
    long dead = loopback().connect(loopback().address(listener), PORT);
    sockets().resetOnClose(dead);
    loopback().close(dead);
    long alive = loopback().connect(loopback().address(listener), PORT);
    long accepted = loopback().accept(listener, PORT);
    if (!loopback().address(alive).equals(sockets().acceptedPeer())) {
      assertEquals(-code("ECONNRESET"), loopback().receive(accepted, pool().lease(10), 0, 10));
      assertEquals("recv", sockets().lastCall());
      accepted = loopback().accept(listener, PORT);
    }
    assertEquals(loopback().address(alive), acceptedPeer());
    assertEquals(4, send(alive, "ping"));
    assertEquals("ping", text(received(accepted, 4)));
  }

  @Test
  void acceptFromWhatIsNoListenerFails() {
    long[] pair = loopback().pair();
    assertEquals(-code("EINVAL"), sockets().accept(pair[0], PORT.options()));
    assertEquals(acceptCall(), sockets().lastCall());
  }

  @Test
  void fullSocketIsWouldBlockAndRaisesNoSignalAfterReset() {
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
    // Where loopback is not synchronous, what is under way to the peer still makes room.
    long gathered = sockets().send(pair[0], new Chunk[] {chunk, chunk}, 2);
    while (gathered > 0) {
      gathered = sockets().send(pair[0], new Chunk[] {chunk, chunk}, 2);
    }
    assertEquals(ErrorCodes.WOULD_BLOCK, gathered);
    sockets().resetOnClose(pair[1]);
    loopback().close(pair[1]);
    assertEquals(-code("ECONNRESET"), loopback().receive(pair[0], pool().lease(10), 0, 10));
    assertEquals(-code("EPIPE"), sockets().send(pair[0], chunk));
    assertEquals("send", sockets().lastCall());
    assertEquals(-code("EPIPE"), sockets().send(pair[0], new Chunk[] {chunk, chunk}, 2));
    assertEquals("sendmsg", sockets().lastCall());
    assertEquals(Kind.CONNECTION_RESET, codes().kind(code("EPIPE")));
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
    assertEquals(-code("EPIPE"), send(pair[0], "late"));
    assertEquals(4, send(pair[1], "back"));
    assertEquals("back", text(received(pair[0], 4)));
  }

  @Test
  void shutdownAfterThePeerIsGoneIsNoFailure() {
    long[] pair = loopback().pair();
    sockets().resetOnClose(pair[1]);
    loopback().close(pair[1]);
    assertEquals(-code("ECONNRESET"), loopback().receive(pair[0], pool().lease(10), 0, 10));
    assertEquals(0, sockets().shutdownOutput(pair[0]));
  }

  @Test
  void callsOnClosedDescriptorAreNamed() {
    long[] pair = loopback().pair();
    long fd = pair[0];
    loopback().close(fd);
    assertCall("close", -code("EBADF"), sockets().close(fd));
    assertCall("shutdown", -code("EBADF"), sockets().shutdownOutput(fd));
    assertCall("setsockopt(SO_LINGER)", -code("EBADF"), sockets().resetOnClose(fd));
    assertCall("connect", -code("EBADF"), sockets().connect(fd, Loopback.inet4()));
    assertCall("connect", -code("EBADF"), sockets().finishConnect(fd));
    assertCall("send", -code("EBADF"), send(fd, "x"));
  }

  @Test
  void missingInet6IsSaidClearly() {
    String text = codes().text(code("EAFNOSUPPORT"));
    assertTrue(text.contains("IPv6"), text);
    assertEquals(Kind.NOT_SUPPORTED, codes().kind(code("EAFNOSUPPORT")));
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
          assertTrue(isSomeOrNone(sent) && isSomeOrNone(got));
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
          assertTrue(isSomeOrNone(sent) && isSomeOrNone(got));
        });
  }

  /**
   * Where loopback is not synchronous, the bytes of several sends come at once, and a socket is
   * full now and then.
   */
  private static boolean isSomeOrNone(long bytes) {
    return bytes > 0 || bytes == ErrorCodes.WOULD_BLOCK;
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
}
