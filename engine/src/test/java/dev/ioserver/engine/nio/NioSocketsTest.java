package dev.ioserver.engine.nio;

import static dev.ioserver.engine.nio.NioFixture.await;
import static dev.ioserver.engine.nio.NioFixture.loopback;
import static dev.ioserver.engine.nio.NioFixture.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.nio.NioFixture.Pair;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NioSocketsTest {
  private NioFixture nio;

  @BeforeEach
  void open() throws IOException {
    nio = new NioFixture();
  }

  @AfterEach
  void close() {
    nio.close();
  }

  @Test
  void bytesGoBothWaysOverIpv4() throws IOException {
    assertEchoes("127.0.0.1");
  }

  @Test
  void bytesGoBothWaysOverIpv6() throws IOException {
    assumeIpv6();
    assertEchoes("::1");
  }

  @Test
  void theIpv6WildcardTakesBothFamilies() throws IOException {
    assumeIpv6();
    long listener = nio.listen("::");
    int port = nio.address(listener).getPort();
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      InetSocketAddress remote = new InetSocketAddress(loopback(host).getAddress(), port);
      long near = ok(nio.sockets.open(remote, null, PortOptions.defaults().options()));
      assertEquals(ErrorCodes.IN_PROGRESS, nio.sockets.connect(near, remote));
      long far = ok(await(() -> nio.sockets.accept(listener, PortOptions.defaults().options())));
      assertEquals(0, await(() -> nio.sockets.finishConnect(near)));
      SocketAddress peer = nio.sockets.acceptedPeer();
      assertEquals(nio.address(near), peer);
      ok(nio.sockets.close(near));
      ok(nio.sockets.close(far));
    }
    nio.closeAll(listener);
  }

  @Test
  void ipv6OnlyIsRefusedForTheWildcardAlone() throws IOException {
    assumeIpv6();
    ListenOptions options = ListenOptions.defaults().option(IoSocketOptions.IPV6_V6ONLY, true);
    long refused = NioFixture.listen(nio.sockets, loopback("::"), options);
    assertEquals(Kind.NOT_SUPPORTED, kind(refused));
    assertEquals("setsockopt(IPV6_V6ONLY)", nio.sockets.lastCall());
    long listener = ok(NioFixture.listen(nio.sockets, loopback("::1"), options));
    nio.closeAll(listener);
  }

  @Test
  void aRefusedConnectIsTold() throws IOException {
    long listener = nio.listen("127.0.0.1");
    InetSocketAddress remote = nio.address(listener);
    ok(nio.sockets.close(listener));
    long near = ok(nio.sockets.open(remote, null, PortOptions.defaults().options()));
    int result = nio.sockets.connect(near, remote);
    if (result == ErrorCodes.IN_PROGRESS) {
      result = (int) await(() -> nio.sockets.finishConnect(near));
    }
    assertEquals(NioErrorCode.ECONNREFUSED.result(), result);
    assertEquals(Kind.CONNECTION_REFUSED, kind(result));
    assertEquals("connect", nio.sockets.lastCall());
    nio.closeAll(near);
  }

  @Test
  void aResetIsToldToTheReader() throws IOException {
    Pair pair = nio.pair();
    ok(nio.sockets.resetOnClose(pair.far()));
    ok(nio.sockets.close(pair.far()));
    Chunk chunk = nio.pool.lease(16);
    long result = await(() -> nio.sockets.receive(pair.near(), chunk, 0, 16));
    assertEquals(NioErrorCode.ECONNRESET.result(), result);
    assertEquals("read", nio.sockets.lastCall());
    chunk.release();
    nio.closeAll(pair.near());
  }

  @Test
  void aResetOfARegisteredSocketGoesOutAtOnce() throws IOException {
    Pair pair = nio.pair();
    ok(nio.poller.add(pair.far(), 1, Interest.READ));
    assertEquals(0, nio.poller.poll(0));
    ok(nio.sockets.resetOnClose(pair.far()));
    ok(nio.sockets.close(pair.far()));
    Chunk chunk = nio.pool.lease(16);
    long result = await(() -> nio.sockets.receive(pair.near(), chunk, 0, 16));
    assertEquals(Kind.CONNECTION_RESET, kind(result));
    chunk.release();
    nio.closeAll(pair.near());
  }

  @Test
  void aResetIsToldToTheWriter() throws IOException {
    Pair pair = nio.pair();
    ok(nio.sockets.resetOnClose(pair.far()));
    ok(nio.sockets.close(pair.far()));
    Chunk chunk = nio.chunk("x");
    long result = 0;
    while (result >= 0) {
      result = await(() -> nio.sockets.send(pair.near(), chunk));
    }
    assertEquals(Kind.CONNECTION_RESET, kind(result));
    assertEquals("write", nio.sockets.lastCall());
    chunk.release();
    nio.closeAll(pair.near());
  }

  @Test
  void theEndComesAfterTheLastByte() throws IOException {
    Pair pair = nio.pair();
    nio.send(pair.far(), "last");
    assertEquals(0, nio.sockets.shutdownOutput(pair.far()));
    assertEquals(0, nio.sockets.shutdownOutput(pair.far()));
    assertEquals("last", nio.receive(pair.near(), 4));
    Chunk chunk = nio.pool.lease(16);
    assertEquals(0, await(() -> nio.sockets.receive(pair.near(), chunk, 0, 16)));
    assertEquals(0, nio.sockets.receive(pair.near(), chunk, 0, 16));
    chunk.release();
    nio.send(pair.near(), "still");
    assertEquals("still", nio.receive(pair.far(), 5));
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void writingAfterTheShutdownIsABrokenPipe() throws IOException {
    Pair pair = nio.pair();
    ok(nio.sockets.shutdownOutput(pair.near()));
    Chunk chunk = nio.chunk("x");
    assertEquals(NioErrorCode.EPIPE.result(), nio.sockets.send(pair.near(), chunk));
    chunk.release();
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void shuttingDownWhatIsNotConnectedIsNoFailure() throws IOException {
    long near = ok(nio.sockets.open(loopback("127.0.0.1"), null, PortOptions.defaults().options()));
    assertEquals(0, nio.sockets.shutdownOutput(near));
    nio.closeAll(near);
  }

  @Test
  void readingAndWritingWouldBlock() throws IOException {
    Pair pair = nio.pair();
    Chunk chunk = nio.pool.lease(64 << 10);
    assertEquals(ErrorCodes.WOULD_BLOCK, nio.sockets.receive(pair.near(), chunk, 0, 16));
    chunk.writeIndex(chunk.capacity());
    long sent = 0;
    long n;
    while ((n = nio.sockets.send(pair.near(), chunk)) != ErrorCodes.WOULD_BLOCK) {
      sent += ok(n);
    }
    assertTrue(sent > 0);
    Chunk[] two = {chunk, chunk};
    assertEquals(ErrorCodes.WOULD_BLOCK, nio.sockets.send(pair.near(), two, 2));
    chunk.release();
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void nothingToWriteIsNotBlocked() throws IOException {
    Pair pair = nio.pair();
    Chunk empty = nio.chunk("");
    assertEquals(0, nio.sockets.send(pair.near(), empty));
    assertEquals(0, nio.sockets.send(pair.near(), new Chunk[] {empty, empty}, 2));
    empty.release();
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void gathersSmallChunksInOrder() throws IOException {
    assertGathers("alpha", "", "beta", "c");
  }

  @Test
  void gathersLargeChunksInOrder() throws IOException {
    assertGathers("a".repeat(12_000), "b".repeat(9_000), "c");
  }

  @Test
  void gathersAsManyAsItSays() throws IOException {
    String[] texts = new String[nio.sockets.maxGather()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "message " + i + ";";
    }
    assertGathers(texts);
  }

  @Test
  void receivesIntoTheMiddleOfAChunk() throws IOException {
    Pair pair = nio.pair();
    Chunk chunk = nio.chunk("......");
    nio.send(pair.far(), "abcdef");
    assertEquals(2, await(() -> nio.sockets.receive(pair.near(), chunk, 2, 2)));
    byte[] bytes = new byte[6];
    chunk.buffer().clear().get(0, bytes);
    assertEquals("..ab..", new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
    chunk.release();
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void optionsAreSetOnBothEnds() throws IOException {
    PortOptions options =
        PortOptions.defaults()
            .option(StandardSocketOptions.TCP_NODELAY, true)
            .option(StandardSocketOptions.SO_KEEPALIVE, true)
            .option(StandardSocketOptions.SO_LINGER, 3)
            .option(StandardSocketOptions.SO_SNDBUF, 20_000)
            .option(StandardSocketOptions.SO_RCVBUF, 30_000);
    ListenOptions listen = ListenOptions.defaults().ports(options);
    long listener = ok(NioFixture.listen(nio.sockets, loopback("127.0.0.1"), listen));
    InetSocketAddress remote = nio.address(listener);
    long near = ok(nio.sockets.open(remote, null, options.options()));
    ok(nio.sockets.connect(near, remote) == ErrorCodes.IN_PROGRESS ? 0 : -1);
    long far = ok(await(() -> nio.sockets.accept(listener, options.options())));
    assertEquals(0, await(() -> nio.sockets.finishConnect(near)));
    for (long end : new long[] {near, far}) {
      SocketChannel channel = (SocketChannel) NioDescriptors.get(end).channel();
      assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
      assertTrue(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
      assertEquals(3, channel.getOption(StandardSocketOptions.SO_LINGER));
      assertTrue(channel.getOption(StandardSocketOptions.SO_SNDBUF) >= 20_000);
      assertTrue(channel.getOption(StandardSocketOptions.SO_SNDBUF) < 100_000);
      assertTrue(channel.getOption(StandardSocketOptions.SO_RCVBUF) >= 30_000);
      assertTrue(!channel.isBlocking());
    }
    nio.closeAll(listener, near, far);
  }

  @Test
  void anAddressInUseIsTold() throws IOException {
    long listener = nio.listen("127.0.0.1");
    long second = NioFixture.listen(nio.sockets, nio.address(listener), ListenOptions.defaults());
    assertEquals(NioErrorCode.EADDRINUSE.result(), second);
    assertEquals("bind", nio.sockets.lastCall());
    nio.closeAll(listener);
  }

  @Test
  void reusePortSharesAnAddress() throws IOException {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      assumeTrue(probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT));
    }
    ListenOptions options =
        ListenOptions.defaults().option(StandardSocketOptions.SO_REUSEPORT, true);
    long first = ok(NioFixture.listen(nio.sockets, loopback("127.0.0.1"), options));
    long second = ok(NioFixture.listen(nio.sockets, nio.address(first), options));
    nio.closeAll(first, second);
  }

  @Test
  void anUnresolvedAddressIsTold() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertEquals(
        Kind.UNREACHABLE, kind(nio.sockets.open(nowhere, null, PortOptions.defaults().options())));
    assertEquals(
        Kind.ADDRESS_NOT_AVAILABLE,
        kind(NioFixture.listen(nio.sockets, nowhere, ListenOptions.defaults())));
    nio.closeAll();
  }

  @Test
  void aForeignAddressCannotBeBound() throws IOException {
    // 192.0.2.0/24 belongs to nobody; nothing is sent by binding.
    long result = NioFixture.listen(nio.sockets, loopback("192.0.2.1"), ListenOptions.defaults());
    assertEquals(NioErrorCode.EADDRNOTAVAIL.result(), result);
    nio.closeAll();
  }

  @Test
  void aStaleDescriptorIsTold() throws IOException {
    Pair pair = nio.pair();
    long stale = pair.near();
    ok(nio.sockets.close(stale));
    long reused =
        ok(nio.sockets.open(loopback("127.0.0.1"), null, PortOptions.defaults().options()));
    assertNotEquals(stale, reused);
    int badDescriptor = NioErrorCode.EBADF.result();
    Chunk chunk = nio.chunk("x");
    assertEquals(badDescriptor, nio.sockets.close(stale));
    assertEquals(badDescriptor, nio.sockets.send(stale, chunk));
    assertEquals(badDescriptor, nio.sockets.receive(stale, chunk, 0, 1));
    assertEquals(badDescriptor, nio.sockets.accept(stale, PortOptions.defaults().options()));
    assertEquals(badDescriptor, nio.sockets.shutdownOutput(stale));
    assertNull(nio.sockets.localAddress(stale));
    chunk.release();
    nio.closeAll(pair.far(), reused);
  }

  @Test
  void aConnectionIsMadeInSteps() throws IOException {
    SocketAddress any = loopback("127.0.0.1");
    long listener = ok(nio.sockets.openListener(any, PortOptions.defaults().options()));
    assertEquals(0, nio.sockets.listen(listener, any, 1));
    InetSocketAddress address = nio.address(listener);
    assertNotEquals(0, address.getPort());
    assertEquals(NioErrorCode.EINVAL.result(), nio.sockets.listen(listener, any, 1));
    assertEquals("bind", nio.sockets.lastCall());
    long other = ok(nio.sockets.openListener(any, PortOptions.defaults().options()));
    assertEquals(Kind.ADDRESS_IN_USE, kind(nio.sockets.listen(other, address, 1)));
    assertEquals("bind", nio.sockets.lastCall());

    long near = ok(nio.sockets.open(any, null, PortOptions.defaults().options()));
    assertEquals(0, nio.sockets.bind(near, any));
    InetSocketAddress from = nio.address(near);
    assertNotEquals(0, from.getPort());
    nio.sockets.connect(near, address);
    long far = ok(await(() -> nio.sockets.accept(listener, PortOptions.defaults().options())));
    assertEquals(0, await(() -> nio.sockets.finishConnect(near)));
    assertEquals(from, nio.sockets.acceptedPeer());
    nio.closeAll(listener, other, near, far);
  }

  @Test
  void theTwoKindsOfSocketsAreNotMixedUp() throws IOException {
    SocketAddress any = loopback("127.0.0.1");
    long listener = ok(nio.sockets.openListener(any, PortOptions.defaults().options()));
    long near = ok(nio.sockets.open(any, null, PortOptions.defaults().options()));
    assertEquals(Kind.BAD_DESCRIPTOR, kind(nio.sockets.bind(listener, any)));
    assertEquals(Kind.BAD_DESCRIPTOR, kind(nio.sockets.listen(near, any, 1)));
    nio.closeAll(listener, near);
  }

  @Test
  void bytesTravelBetweenBuffers() throws IOException {
    Pair pair = nio.pair();
    ByteBuffer out = ByteBuffer.allocateDirect(32).put("hello, world".getBytes(US_ASCII)).flip();
    out.position(7);
    assertEquals(5, nio.sockets.send(pair.near(), out));
    assertEquals(0, out.remaining());
    ByteBuffer in = ByteBuffer.allocateDirect(32).position(3);
    assertEquals(ErrorCodes.WOULD_BLOCK, nio.sockets.receive(pair.near(), in));
    assertEquals(5, await(() -> nio.sockets.receive(pair.far(), in)));
    assertEquals(8, in.position());
    assertEquals("world", US_ASCII.decode(in.flip().position(3)).toString());
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void buffersTravelInTheirOrder() throws IOException {
    Pair pair = nio.pair();
    ByteBuffer[] parts = {
      ByteBuffer.wrap("two".getBytes(US_ASCII)),
      ByteBuffer.allocateDirect(2).put("ne".getBytes(US_ASCII)).flip(),
      ByteBuffer.wrap("more".getBytes(US_ASCII)),
    };
    assertEquals(5, nio.sockets.send(pair.near(), parts, 2));
    assertEquals("twone", nio.receive(pair.far(), 5));
    assertEquals(4, parts[2].remaining());
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void buffersThatFindNoRoomWouldBlock() throws IOException {
    Pair pair = nio.pair();
    ByteBuffer[] parts = {ByteBuffer.allocateDirect(1 << 20), ByteBuffer.allocateDirect(1 << 20)};
    long sent;
    do {
      parts[0].clear();
      parts[1].clear();
      sent = nio.sockets.send(pair.near(), parts, 2);
    } while (sent > 0);
    assertEquals(ErrorCodes.WOULD_BLOCK, sent);
    nio.closeAll(pair.near(), pair.far());
  }

  @Test
  void anInputThatIsShutDownEnds() throws IOException {
    Pair pair = nio.pair();
    assertEquals(0, nio.sockets.shutdownInput(pair.near()));
    assertEquals(0, nio.sockets.receive(pair.near(), ByteBuffer.allocateDirect(8)));
    long fresh =
        ok(nio.sockets.open(loopback("127.0.0.1"), null, PortOptions.defaults().options()));
    assertEquals(0, nio.sockets.shutdownInput(fresh));
    nio.closeAll(pair.near(), pair.far(), fresh);
  }

  private void assertEchoes(String host) throws IOException {
    long listener = nio.listen(host);
    Pair pair = nio.connect(listener);
    assertEquals(nio.address(pair.near()), nio.sockets.acceptedPeer());
    nio.send(pair.near(), "ping");
    assertEquals("ping", nio.receive(pair.far(), 4));
    nio.send(pair.far(), "pong");
    assertEquals("pong", nio.receive(pair.near(), 4));
    nio.closeAll(listener, pair.near(), pair.far());
  }

  private void assertGathers(String... texts) throws IOException {
    Pair pair = nio.pair();
    Chunk[] chunks = new Chunk[texts.length];
    for (int i = 0; i < texts.length; i++) {
      chunks[i] = nio.chunk(texts[i]);
    }
    String all = String.join("", texts);
    assertEquals(all.length(), nio.sockets.send(pair.near(), chunks, chunks.length));
    assertEquals(all, nio.receive(pair.far(), all.length()));
    for (int i = 0; i < texts.length; i++) {
      assertEquals(texts[i].length(), chunks[i].readable(), "an index was moved");
      chunks[i].release();
    }
    nio.closeAll(pair.near(), pair.far());
  }

  private static Kind kind(long result) {
    assertTrue(result < 0, "did not fail: " + result);
    return NioErrorCodes.INSTANCE.kind((int) -result);
  }

  private static void assumeIpv6() {
    ProtocolFamily ipv6 = StandardProtocolFamily.INET6;
    boolean there;
    try (ServerSocketChannel probe = ServerSocketChannel.open(ipv6)) {
      probe.bind(loopback("::1"));
      there = true;
    } catch (IOException | UnsupportedOperationException e) {
      there = false;
      System.err.println("SKIPPED: no IPv6 loopback here: " + e);
    }
    assumeTrue(there, "no IPv6 loopback");
  }
}
