package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.PeerCredentials;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.testkit.fixture.SocketFolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith({ServedHere.class, UnixHere.class, NoLeaks.class})
class IoServerDomainSocketChannelTest {

  private final SocketFolder folder = SocketFolder.open();
  private final Connections connections = new Connections(2);

  @AfterEach
  void close() {
    connections.close();
    folder.close();
  }

  private ChannelFuture bind(Received received, SocketAddress address) {
    return connections
        .server(() -> received, IoServerServerDomainSocketChannel::new)
        .bind(address)
        .awaitUninterruptibly();
  }

  private Channel listen(Received received) {
    return bind(received, folder.next()).syncUninterruptibly().channel();
  }

  private ChannelFuture connect(SocketAddress address, Received received) {
    return connections
        .client(received, IoServerDomainSocketChannel::new)
        .connect(address)
        .awaitUninterruptibly();
  }

  private DuplexChannel connect(Channel listener, Received received) {
    return (DuplexChannel)
        connect(listener.localAddress(), received).syncUninterruptibly().channel();
  }

  @Test
  void addressesAreThoseOfTheJdk() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    Channel listener = bind(new Received(), address).sync().channel();
    assertEquals(address, listener.localAddress());
    Channel client = connect(listener, new Received());
    assertEquals(address, client.remoteAddress());
    assertEquals(UnixDomainSocketAddress.of(""), client.localAddress());
    Channel accepted = connections.accepted();
    assertEquals(address, accepted.localAddress());
    assertEquals(UnixDomainSocketAddress.of(""), accepted.remoteAddress());
    assertSame(listener, accepted.parent());
  }

  @Test
  void clientThatIsBoundHasItsAddressAndLeavesItsFile() throws Exception {
    UnixDomainSocketAddress from = folder.next();
    Channel listener = listen(new Received());
    Channel client =
        connections
            .client(new Received(), IoServerDomainSocketChannel::new)
            .connect(listener.localAddress(), from)
            .sync()
            .channel();
    assertEquals(from, client.localAddress());
    assertEquals(from, connections.accepted().remoteAddress());
    client.close().sync();
    assertTrue(Files.exists(from.getPath()));
  }

  @Test
  void addressesOfNettysNativeTransportsAreTakenToo() throws Exception {
    DomainSocketAddress address = new DomainSocketAddress(folder.next().getPath().toFile());
    Channel listener = bind(new Received(), address).sync().channel();
    assertEquals(UnixDomainSocketAddress.of(address.path()), listener.localAddress());
    Channel client = connect(address, new Received()).sync().channel();
    assertEquals(UnixDomainSocketAddress.of(address.path()), client.remoteAddress());
    assertEquals(UnixNameAddress.of("name"), UnixAddresses.of(new DomainSocketAddress("\0name")));
  }

  @Test
  void nameWithoutAFileIsAnAddress() throws Exception {
    SocketAddress address = UnixNameAddress.of("ioserver-" + folder.path().getFileName());
    ChannelFuture bound = bind(new Received(), address);
    // Over libkqueue, kqueue has them on Linux too.
    if (IoServerNetty.engine().equals("nio") || !System.getProperty("os.name").equals("Linux")) {
      assertInstanceOf(BindException.class, bound.cause());
      ChannelFuture refused = connect(address, new Received());
      assertInstanceOf(ConnectException.class, refused.cause());
      System.out.println("!! SKIPPED [netty] names without a file: java.nio has none, nor BSD");
      Assumptions.abort("names without a file are of Linux's native calls: " + bound.cause());
    }
    Channel listener = bound.sync().channel();
    assertEquals(address, listener.localAddress());
    Received received = new Received();
    Channel client = connect(address, received).sync().channel();
    assertEquals(address, client.remoteAddress());
    Channel accepted = connections.accepted();
    accepted.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1, 2})).sync();
    assertArrayEquals(new byte[] {1, 2}, received.bytes(2));
  }

  @Test
  void addressOfAnotherFamilyIsRefused() {
    assertInstanceOf(
        UnsupportedAddressTypeException.class,
        connect(Connections.loopback(), new Received()).cause());
    assertInstanceOf(
        UnsupportedAddressTypeException.class,
        bind(new Received(), Connections.loopback()).cause());
    assertTrue(
        assertThrows(
                UnsupportedOperationException.class,
                () -> new IoServerSocketChannel(SocketProtocolFamily.UNIX))
            .getMessage()
            .contains("IoServerDomainSocketChannel"));
  }

  @Test
  void fileThatNobodyListensAtIsAConnectException() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    // The JDK leaves the file.
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(address);
    }
    ChannelFuture refused = connect(address, new Received());
    ConnectException failure = assertInstanceOf(ConnectException.class, refused.cause());
    assertTrue(failure.getMessage().contains(address.toString()), failure.getMessage());
    assertFalse(refused.channel().isOpen());
    // Nor can the name be bound.
    Throwable inUse = bind(new Received(), address).cause();
    assertInstanceOf(BindException.class, inUse);
    assertTrue(inUse.getMessage().contains("remove the file"), inUse.getMessage());
    SystemCallException cause = assertInstanceOf(SystemCallException.class, inUse.getCause());
    assertEquals(SystemCallException.Kind.ADDRESS_IN_USE, cause.kind());
    assertTrue(Files.exists(address.getPath()), "it is not ours to remove");
  }

  @Test
  void missingFileIsAFileNotFoundException() {
    Throwable missing = connect(folder.next(), new Received()).cause();
    assertInstanceOf(FileNotFoundException.class, missing);
    assertTrue(missing.getMessage().contains("is the server running?"), missing.getMessage());
    assertInstanceOf(SystemCallException.class, missing.getCause());
  }

  @Test
  void folderThatIsMissingAndPathThatIsTooLongAreBindExceptions() {
    UnixDomainSocketAddress nowhere =
        UnixDomainSocketAddress.of(folder.path().resolve("no").resolve("where"));
    assertInstanceOf(BindException.class, bind(new Received(), nowhere).cause());
    UnixDomainSocketAddress tooLong =
        UnixDomainSocketAddress.of(folder.path().resolve("x".repeat(200)));
    assertInstanceOf(BindException.class, bind(new Received(), tooLong).cause());
    assertInstanceOf(IOException.class, connect(tooLong, new Received()).cause());
  }

  @Test
  void closeOfAListenerRemovesItsFile() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    for (int i = 0; i < 3; i++) {
      Channel listener = bind(new Received(), address).sync().channel();
      assertTrue(Files.exists(address.getPath()));
      connect(listener, new Received()).close().sync();
      listener.close().sync();
      assertFalse(Files.exists(address.getPath()));
    }
  }

  @Test
  void fileThatSomebodyHasMadeSinceIsLeft() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    Channel first = bind(new Received(), address).sync().channel();
    // Another one takes the name, as a new version of a server does. The file it has made stays
    // apart from the first one's, whose number is not free as long as that is there.
    Files.move(address.getPath(), folder.path().resolve("old"));
    Channel second = bind(new Received(), address).sync().channel();
    first.close().sync();
    assertTrue(Files.exists(address.getPath()));
    assertTrue(connect(second, new Received()).isActive());
  }

  @Test
  void optionsAreThoseOfTheSocket() throws Exception {
    Channel listener = listen(new Received());
    DuplexChannel client = connect(listener, new Received());
    var config = client.config();
    for (ChannelOption<Integer> option :
        List.of(ChannelOption.SO_SNDBUF, ChannelOption.SO_RCVBUF)) {
      assertTrue(config.setOption(option, 30_000));
      // Linux gives twice what was asked for.
      assertTrue(config.getOption(option) >= 30_000, option.name());
    }
    assertTrue(config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true));
    assertTrue(config.getOption(ChannelOption.ALLOW_HALF_CLOSURE));
    assertFalse(config.setOption(ChannelOption.TCP_NODELAY, true), "not an option of Unix sockets");
    assertNull(config.getOption(ChannelOption.TCP_NODELAY));
    for (ChannelOption<?> option : config.getOptions().keySet()) {
      assertEquals(config.getOption(option), config.getOptions().get(option), option.name());
    }
    assertTrue(listener.config().setOption(ChannelOption.SO_BACKLOG, 7));
    assertEquals(7, listener.config().getOption(ChannelOption.SO_BACKLOG));
    assertTrue(listener.config().setOption(ChannelOption.SO_RCVBUF, 30_000));
    assertThrows(
        IllegalArgumentException.class,
        () -> listener.config().setOption(ChannelOption.SO_BACKLOG, -1));
    client.close().sync();
    assertInstanceOf(
        ClosedChannelException.class,
        assertThrows(ChannelException.class, () -> config.getOption(ChannelOption.SO_SNDBUF))
            .getCause());
  }

  @Test
  void peerIsKnown() {
    Channel client = connect(listen(new Received()), new Received());
    PeerCredentials peer = client.config().getOption(IoServerChannelOption.SO_PEERCRED);
    if (IoServerNetty.engine().equals("nio")) {
      assertNull(peer);
      System.out.println("!! SKIPPED [netty] peerIsKnown: java.nio has names and no numbers");
      Assumptions.abort("java.nio has names and no numbers");
    }
    assertNotNull(peer);
    assertEquals(ProcessHandle.current().pid(), peer.pid());
  }

  @Test
  @ExtendWith(EdgesHere.class)
  void endOfThePeerIsSeenWithoutReading() throws Exception {
    Received received = new Received();
    DuplexChannel client = connect(listen(received), new Received());
    Channel accepted = connections.accepted();
    accepted.eventLoop().submit(() -> accepted.config().setAutoRead(false)).sync();
    client.close().sync();
    accepted.closeFuture().sync();
    assertTrue(received.isEmpty());
  }

  @Test
  void bytesBeforeTheEndWaitForWhoDoesNotRead() throws Exception {
    Received received = new Received();
    DuplexChannel client = connect(listen(received), new Received());
    Channel accepted = connections.accepted();
    accepted.eventLoop().submit(() -> accepted.config().setAutoRead(false)).sync();
    byte[] bytes = bytes(10_000);
    client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
    client.close().sync();
    for (int i = 0; i < 100; i++) {
      accepted.eventLoop().submit(() -> {}).sync();
    }
    assertTrue(received.isEmpty());
    assertTrue(accepted.isActive());
    accepted.config().setAutoRead(true);
    assertArrayEquals(bytes, received.bytes(bytes.length));
    accepted.closeFuture().sync();
  }

  @Test
  void readsThatAreAskedForOneByOneGetAll() throws Exception {
    Received received = new Received();
    Channel listener =
        connections
            .server(() -> received, IoServerServerDomainSocketChannel::new)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(1_000))
            .bind(folder.next())
            .sync()
            .channel();
    DuplexChannel client = connect(listener, new Received());
    Channel accepted = connections.accepted();
    byte[] bytes = bytes(30_000);
    client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
    client.shutdownOutput().sync();
    int at = 0;
    while (at < bytes.length) {
      accepted.read();
      byte[] part = received.bytes(1);
      assertTrue(part.length <= 1_000, "one read gave " + part.length);
      assertArrayEquals(Arrays.copyOfRange(bytes, at, at + part.length), part);
      at += part.length;
    }
    // Without edges the end is told to who reads.
    accepted.read();
    accepted.closeFuture().sync();
  }

  @Test
  void bothDirectionsEndOneAfterTheOther() throws Exception {
    Received received = new Received();
    Received back = new Received();
    DuplexChannel client = connect(listen(received), back);
    DuplexChannel accepted = (DuplexChannel) connections.accepted();
    assertTrue(client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true));
    assertTrue(accepted.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true));
    client.shutdownOutput().sync();
    received.end();
    assertTrue(client.isOutputShutdown());
    assertFalse(client.isInputShutdown());
    assertNotNull(
        client.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).awaitUninterruptibly().cause());
    accepted.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {3})).sync();
    assertArrayEquals(new byte[] {3}, back.bytes(1));
    accepted.shutdownOutput().sync();
    back.end();
    assertTrue(client.isShutdown());
    assertTrue(accepted.isShutdown());
    client.close().sync();
    accepted.close().sync();
    for (ChannelFuture after :
        List.of(client.shutdownInput(), client.shutdownOutput(), client.shutdown())) {
      assertInstanceOf(ClosedChannelException.class, after.awaitUninterruptibly().cause());
    }
  }

  @Test
  void writeBeforeAConnectIsRefused() {
    Channel channel = new IoServerDomainSocketChannel();
    connections.group().register(channel).syncUninterruptibly();
    assertInstanceOf(
        NotYetConnectedException.class,
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).awaitUninterruptibly().cause());
    channel.close().syncUninterruptibly();
  }

  @Test
  void secondConnectIsRefused() {
    Channel listener = listen(new Received());
    DuplexChannel client = connect(listener, new Received());
    assertInstanceOf(
        AlreadyConnectedException.class,
        client.connect(listener.localAddress()).awaitUninterruptibly().cause());
    assertTrue(client.isActive());
  }

  @Test
  void forcibleCloseEndsTheConnection() throws Exception {
    DuplexChannel client = connect(listen(new Received()), new Received());
    Channel accepted = connections.accepted();
    accepted.eventLoop().submit(() -> accepted.unsafe().closeForcibly()).sync();
    client.closeFuture().sync();
    assertFalse(accepted.isOpen());
  }

  /** The kernel tells the peer of bytes that nobody has read. */
  @Test
  void closeOfWhoHasNotReadAllIsToldToWhoReads() throws Exception {
    Received received = new Received();
    DuplexChannel client = connect(listen(new Received()), received);
    Channel accepted = connections.accepted();
    accepted.eventLoop().submit(() -> accepted.config().setAutoRead(false)).sync();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1})).sync();
    accepted.close().sync();
    client.closeFuture().sync();
    if (IoServerNetty.engine().equals("epoll")) {
      Throwable failure = received.failure();
      assertTrue(failure.getMessage().startsWith("Connection reset by peer"), failure.getMessage());
    }
  }

  @Test
  void inputThatIsShutDownEndsTheConnection() throws Exception {
    DuplexChannel client = connect(listen(new Received()), new Received());
    client.shutdownInput().sync();
    assertTrue(client.isInputShutdown());
    client.close().sync();
    connections.accepted().closeFuture().sync();
  }

  @Test
  void channelGoesOnWithAnotherLoop() throws Exception {
    Received received = new Received();
    DuplexChannel client = connect(listen(new Received()), received);
    Channel accepted = connections.accepted();
    EventLoop first = client.eventLoop();
    EventLoop second = other(first);
    byte[] bytes = bytes(100_000);
    for (int i = 0; i < 20; i++) {
      client.deregister().sync();
      ChannelFuture written = accepted.writeAndFlush(Unpooled.copiedBuffer(bytes));
      second.register(client).sync();
      assertSame(second, client.eventLoop());
      assertArrayEquals(bytes, received.bytes(bytes.length));
      written.sync();
      second = first;
      first = client.eventLoop();
    }
  }

  /** What waits to be written is written by the loop that comes next. */
  @Test
  void unsentBytesGoOnWithAnotherLoop() throws Exception {
    Received received = new Received();
    DuplexChannel client = connect(listen(received), new Received());
    Channel accepted = connections.accepted();
    accepted.eventLoop().submit(() -> accepted.config().setAutoRead(false)).sync();
    byte[] bytes = bytes(20_000_000);
    ChannelFuture written = client.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    EventLoop second = other(client.eventLoop());
    client.deregister().sync();
    assertFalse(written.isDone(), "the kernel has taken it all");
    second.register(client).sync();
    accepted.config().setAutoRead(true);
    assertArrayEquals(bytes, received.bytes(bytes.length));
    written.sync();
  }

  private EventLoop other(EventLoop loop) {
    EventLoop next = connections.group().next();
    return next == loop ? connections.group().next() : next;
  }

  /** Linux refuses at once, and has nothing to wait for. */
  @Test
  void fullBacklogIsAConnectException() throws Exception {
    if (!IoServerNetty.engine().equals("epoll")) {
      System.out.println("!! SKIPPED [netty] fullBacklogIsAConnectException: epoll's alone");
      Assumptions.abort("other systems say nothing, or that nobody listens");
    }
    Channel listener =
        connections
            .server(Received::new, IoServerServerDomainSocketChannel::new)
            .option(ChannelOption.SO_BACKLOG, 1)
            .option(ChannelOption.AUTO_READ, false)
            .bind(folder.next())
            .sync()
            .channel();
    List<Channel> waiting = new ArrayList<>();
    ChannelFuture next = connect(listener.localAddress(), new Received());
    while (next.isSuccess()) {
      assertTrue(waiting.size() < 100, "the backlog has no end");
      waiting.add(next.channel());
      next = connect(listener.localAddress(), new Received());
    }
    assertInstanceOf(ConnectException.class, next.cause());
    assertTrue(next.cause().getMessage().contains("SO_BACKLOG"), next.cause().getMessage());
    listener.read();
    connections.accepted();
  }

  /** Of interest the kernel hears nothing, as long as nothing comes that nobody wants. */
  @Test
  void autoReadTurnedOffAndOnTellsTheKernelNothing() throws Exception {
    Received received = new Received();
    Channel listener = listen(received);
    DuplexChannel client = connect(listener, new Received());
    Channel accepted = connections.accepted();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {1})).sync();
    assertArrayEquals(new byte[] {1}, received.bytes(1));
    EventLoop loop = accepted.eventLoop();
    settle();
    long applied = applied();
    for (int i = 0; i < 1_000; i++) {
      loop.submit(() -> accepted.config().setAutoRead(false)).sync();
      loop.submit(() -> accepted.config().setAutoRead(true)).sync();
    }
    settle();
    assertEquals(applied, applied());
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {2, 3})).sync();
    assertArrayEquals(new byte[] {2, 3}, received.bytes(2));
  }

  /** Once that nobody wants what has come, and once that all was read. */
  @Test
  @ExtendWith(EdgesHere.class)
  void whatComesWhileNobodyReadsTellsTheKernelTwice() throws Exception {
    Received received = new Received();
    Channel listener =
        connections
            .server(() -> received, IoServerServerDomainSocketChannel::new)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(100))
            .bind(folder.next())
            .sync()
            .channel();
    DuplexChannel client = connect(listener, new Received());
    Channel accepted = connections.accepted();
    settle();
    long applied = applied();
    byte[] bytes = bytes(10_050);
    client.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
    int at = 0;
    while (at < bytes.length) {
      accepted.read();
      byte[] part = received.bytes(1);
      assertArrayEquals(Arrays.copyOfRange(bytes, at, at + part.length), part);
      at += part.length;
      settle();
    }
    settle();
    assertTrue(applied() - applied <= 2, applied() - applied + " changes");
  }

  /** An echo is a wait, a read and a write; nothing else is told the kernel. */
  @Test
  void echoesTellTheKernelOfNoChange() throws Exception {
    try (SocketChannel client = connectToEcho()) {
      connections.accepted();
      echo(client, 1);
      settle();
      long applied = applied();
      for (int i = 0; i < 1_000; i++) {
        echo(client, i);
      }
      settle();
      assertEquals(applied, applied());
    }
  }

  /** With edges, Linux wakes a loop whenever the peer has read something, to tell of the room. */
  @Test
  void roomThatNobodyWaitsForIsNoEvent() throws Exception {
    try (SocketChannel client = connectToEcho()) {
      connections.accepted();
      echo(client, 1);
      for (int i = 0; i < 20; i++) {
        long before = events();
        write(client, i);
        while (events() == before) {
          settle();
        }
        settle();
        long answered = events();
        read(client, i);
        settle();
        assertEquals(answered, events());
      }
    }
  }

  private SocketChannel connectToEcho() throws IOException {
    UnixDomainSocketAddress address = folder.next();
    connections
        .server(Echo::new, IoServerServerDomainSocketChannel::new)
        .bind(address)
        .syncUninterruptibly();
    return SocketChannel.open(address);
  }

  private static void echo(SocketChannel client, int value) throws IOException {
    write(client, value);
    read(client, value);
  }

  private static void write(SocketChannel client, int value) throws IOException {
    assertEquals(1, client.write(ByteBuffer.wrap(new byte[] {(byte) value})));
  }

  private static void read(SocketChannel client, int value) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(1);
    assertEquals(1, client.read(read));
    assertEquals((byte) value, read.get(0));
  }

  /**
   * What was asked for before is told the kernel by now, and what the kernel had to tell is told.
   */
  private void settle() throws InterruptedException {
    List<SelectorCounters> before = connections.factory().counters();
    boolean settled;
    do {
      // A loop may run many tasks before it looks at its selector.
      for (EventExecutor loop : connections.group()) {
        loop.submit(() -> {}).sync();
      }
      settled = true;
      List<SelectorCounters> now = connections.factory().counters();
      for (int i = 0; i < now.size(); i++) {
        settled &= now.get(i).polls() >= before.get(i).polls() + 2;
      }
    } while (!settled);
  }

  private long applied() {
    return connections.factory().counters().stream()
        .mapToLong(SelectorCounters::changesApplied)
        .sum();
  }

  private long events() {
    return connections.factory().counters().stream().mapToLong(SelectorCounters::events).sum();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
