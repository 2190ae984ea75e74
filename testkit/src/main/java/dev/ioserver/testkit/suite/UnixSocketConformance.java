package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.PeerCredentials;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.UnixSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is special about Unix sockets: their files and names, who the peer is, their options. */
public abstract class UnixSocketConformance extends Conformance {

  private static final ListenOptions REMOVING = ListenOptions.defaults().removeLeftOverFile(true);

  private SocketFolder folder;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // the folder is made before each test
  protected UnixSocketConformance() {}

  @BeforeEach
  final void makeFolder() throws Exception {
    if (engine().equals("iocp")) {
      refusesClearly();
      skip("the iocp engine has no Unix sockets");
    }
    if (!UnixSupport.isHere()) {
      skip("this system has no Unix sockets, says java.nio");
    }
    folder = SocketFolder.open();
  }

  @AfterEach
  final void removeFolder() {
    if (folder != null) {
      folder.close();
    }
  }

  @BothShapes
  void bothEndsKnowTheirAddresses(Shape shape) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(address));
      assertEquals(address, listener.localAddress());
      Port client = server.connect(address);
      Port accepted = server.accept(listener);
      server.expect(client, Connected.class);
      assertEquals(address, client.remoteAddress());
      assertEquals(UnixDomainSocketAddress.of(""), client.localAddress());
      assertEquals(UnixDomainSocketAddress.of(""), accepted.remoteAddress());
      assertEquals(address, accepted.localAddress());

      accepted.active(1);
      client.send(Bytes.of("hello"));
      assertEquals("hello", Bytes.text(server.expect(accepted, Data.class)));
    }
  }

  @BothShapes
  void aClientThatIsBoundHasAName(Shape shape) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    UnixDomainSocketAddress own = folder.next();
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(address));
      Port client = server.connect(address, PortOptions.defaults().localAddress(own));
      Port accepted = server.accept(listener);
      server.expect(client, Connected.class);
      assertEquals(own, client.localAddress());
      assertEquals(own, accepted.remoteAddress());
    }
  }

  @BothShapes
  void aPathWithLettersBeyondAscii(Shape shape) throws Exception {
    Path path;
    try {
      path = folder.path().resolve("gr\u00FC\u00DFe");
    } catch (java.nio.file.InvalidPathException e) {
      skip("the names of files are ASCII in this locale");
      return;
    }
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(address));
      assertEquals(address, listener.localAddress());
      try (Peer peer = Peer.connect(address)) {
        Port port = server.accept(listener);
        port.send(Bytes.of("ok"));
        port.flush();
        assertEquals("ok", peer.readText(2));
      }
    }
  }

  @Test
  void optionsOfTcpAreLeftOutByDefaultAndRefusedWhenAskedFor() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    PortOptions asking = PortOptions.defaults().option(StandardSocketOptions.TCP_NODELAY, true);
    try (TestServer server = server(Shape.OWN_THREADS)) {
      SystemCallException e =
          assertThrows(
              SystemCallException.class,
              () -> server.io().listen(address, ListenOptions.defaults().ports(asking)));
      isRefused(e, "TCP_NODELAY", address);
      assertFalse(exists(address), "a listener that failed has left its file");

      Listener listener = server.io().listen(address);
      Port refused = server.connect(address, asking);
      isRefused(
          (SystemCallException) server.expect(refused, Failed.class).cause(),
          "TCP_NODELAY",
          address);
      server.expect(refused, Closed.class);

      Port port = server.connect(address);
      server.expect(port, Connected.class);
      isRefused(
          assertThrows(
              SystemCallException.class,
              () -> port.option(StandardSocketOptions.TCP_NODELAY, true)),
          "TCP_NODELAY",
          address);
      isRefused(
          assertThrows(
              SystemCallException.class, () -> port.option(StandardSocketOptions.TCP_NODELAY)),
          "TCP_NODELAY",
          address);
      isRefused(
          assertThrows(
              SystemCallException.class, () -> port.option(StandardSocketOptions.IP_TOS, 16)),
          "IP_TOS",
          address);
      port.option(StandardSocketOptions.SO_SNDBUF, 50_000);
      assertTrue(port.option(StandardSocketOptions.SO_SNDBUF) >= 50_000);
      assertEquals(address, listener.localAddress());
    }
  }

  @Test
  void optionsOfUnixSocketsAreSetOnBothEnds() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    PortOptions options = PortOptions.defaults().option(StandardSocketOptions.SO_SNDBUF, 100_000);
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.io().listen(address, ListenOptions.defaults().ports(options));
      Port client = server.connect(address, options);
      Port accepted = server.accept(listener);
      server.expect(client, Connected.class);
      assertTrue(client.option(StandardSocketOptions.SO_SNDBUF) >= 100_000);
      assertTrue(accepted.option(StandardSocketOptions.SO_SNDBUF) >= 100_000);
    }
  }

  @Test
  void aLeftOverFileIsNamedAndRemovedOnlyWhenAskedFor() throws Exception {
    UnixDomainSocketAddress address = leaveBehind();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      isTaken(server, address, ListenOptions.defaults());
      assertTrue(exists(address), "nobody asked to remove it");

      Listener listener = server.io().listen(address, REMOVING);
      try (Peer peer = Peer.connect(address)) {
        Port port = server.accept(listener);
        port.close();
        assertTrue(peer.readsEnd());
      }
    }
    assertFalse(exists(address), "a listener that was closed has left its file");
  }

  @Test
  void aFileOnWhichSomebodyListensIsNotRemoved() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(Shape.OWN_THREADS);
        ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(address);
      isTaken(server, address, REMOVING);
      try (SocketChannel client = SocketChannel.open(address)) {
        assertTrue(client.isConnected());
      }
    }
  }

  @Test
  void aFileThatIsNoSocketIsNotRemoved() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    Files.writeString(address.getPath(), "precious");
    try (TestServer server = server(Shape.OWN_THREADS)) {
      isTaken(server, address, REMOVING);
      assertEquals("precious", Files.readString(address.getPath()));
    }
  }

  @BothShapes
  void closeRemovesTheFile(Shape shape) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(shape)) {
      for (int i = 0; i < 10; i++) {
        Listener listener = server.direct(server.io().listen(address));
        assertTrue(exists(address));
        listener.close();
        server.expect(listener, Closed.class);
        assertFalse(exists(address));
      }
    }
  }

  @Test
  void closeLeavesTheFileOfSomebodyElse() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(Shape.OWN_THREADS);
        ServerSocketChannel next = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Listener listener = server.io().listen(address);
      // The number of the first file must not come again: that name keeps it.
      Files.move(address.getPath(), folder.path().resolve("moved"));
      next.bind(address);
      listener.close();
      server.expect(listener, Closed.class);
      assertTrue(exists(address), "the next server's file");
      try (SocketChannel client = SocketChannel.open(address)) {
        assertTrue(client.isConnected());
      }
    }
  }

  @Test
  void aPathThatIsTooLongSaysHowLongOneMayBe() throws Exception {
    Path path = folder.path().resolve("x".repeat(120));
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    try (TestServer server = server(Shape.OWN_THREADS)) {
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().listen(address));
      assertEquals(Kind.ADDRESS_NOT_AVAILABLE, e.kind(), e.getMessage());
      says(e, path.toString());
      says(e, String.valueOf(mostBytes()));

      Port port = server.connect(address);
      SystemCallException cause = failure(server, port);
      assertEquals(Kind.ADDRESS_NOT_AVAILABLE, cause.kind(), cause.getMessage());
    }
  }

  @Test
  void thePathMayBeAsLongAsTheSystemAllows() throws Exception {
    int most = mostBytes();
    String start = folder.path().resolve("y").toString();
    UnixDomainSocketAddress address =
        UnixDomainSocketAddress.of(start + "y".repeat(most - start.length()));
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.io().listen(address);
      assertEquals(address, listener.localAddress());
      Port port = server.connect(address);
      server.expect(port, Connected.class);
    }
  }

  @Test
  void aMissingFolderIsNamed() throws Exception {
    UnixDomainSocketAddress address =
        UnixDomainSocketAddress.of(folder.path().resolve("none").resolve("s"));
    try (TestServer server = server(Shape.OWN_THREADS)) {
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().listen(address));
      assertEquals(Kind.ADDRESS_NOT_AVAILABLE, e.kind(), e.getMessage());
      says(e, address.toString());
      says(e, "make the folder");
    }
  }

  @Test
  void aFolderWithoutTheRightToWriteIsNamed() throws Exception {
    Path closed = folder.path().resolve("closed");
    try {
      Files.createDirectory(
          closed,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    } catch (UnsupportedOperationException e) {
      skip("the files of this system have no such permissions");
    }
    if (Files.isWritable(closed)) {
      skip("this user may write into every folder");
    }
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(closed.resolve("s"));
    try (TestServer server = server(Shape.OWN_THREADS)) {
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().listen(address));
      assertEquals(Kind.PERMISSION_DENIED, e.kind(), e.getMessage());
      says(e, "the right to write to the folder");
    }
  }

  @Test
  void whereNobodyListensAConnectIsRefused() throws Exception {
    UnixDomainSocketAddress none = folder.next();
    UnixDomainSocketAddress leftOver = leaveBehind();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      for (UnixDomainSocketAddress address : new UnixDomainSocketAddress[] {none, leftOver}) {
        SystemCallException cause = failure(server, server.connect(address));
        assertEquals(Kind.CONNECTION_REFUSED, cause.kind(), cause.getMessage());
        says(cause, address.toString());
        says(cause, "is the server running?");
      }
    }
  }

  /** As a connect over TCP does, and one that blocks: Linux itself fails, and names no moment. */
  @Test
  void aConnectWaitsUntilTheBacklogHasRoom() throws Exception {
    needsAConnectThatWaits();
    UnixDomainSocketAddress address = folder.next();
    List<SocketChannel> accepted = new ArrayList<>();
    try (TestServer server = server(Shape.OWN_THREADS);
        ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(address, 1);
      List<Port> ports = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ports.add(server.connect(address));
      }
      busy.configureBlocking(false);
      server.until(
          "all are accepted",
          () -> {
            SocketChannel next = acceptedBy(busy);
            if (next != null) {
              accepted.add(next);
            }
            return accepted.size() == ports.size();
          });
      for (Port port : ports) {
        server.expect(port, Connected.class);
        port.abort();
        server.expect(port, Closed.class);
      }
    } finally {
      for (SocketChannel each : accepted) {
        each.close();
      }
    }
  }

  @Test
  void aConnectToAFullBacklogTimesOut() throws Exception {
    needsAConnectThatWaits();
    UnixDomainSocketAddress address = folder.next();
    PortOptions brief = PortOptions.defaults().connectTimeout(Duration.ofMillis(60));
    try (TestServer server = server(Shape.OWN_THREADS);
        ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(address, 1);
      SystemCallException cause = whatFullSays(server, address, brief);
      assertEquals(Kind.TIMED_OUT, cause.kind(), cause.getMessage());
      assertEquals("connect", cause.call());
      says(cause, address.toString());
      says(cause, "connectTimeout");
      // What waits can be closed, and the server with it.
      server.connect(address);
    }
  }

  private static @Nullable SocketChannel acceptedBy(ServerSocketChannel listener) {
    try {
      return listener.accept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void needsAConnectThatWaits() {
    if (!System.getProperty("os.name").equals("Linux")) {
      skip("other systems refuse the connection");
    }
    if (engine().equals("nio")) {
      skip("the JDK closes a channel that could not connect");
    }
  }

  /** The JDK's channel cannot try again. */
  @Test
  void onNioAFullBacklogIsToldAtOnce() throws Exception {
    if (!engine().equals("nio") || !System.getProperty("os.name").equals("Linux")) {
      skip("it is about java.nio on Linux");
    }
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(Shape.OWN_THREADS);
        ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(address, 1);
      SystemCallException cause = whatFullSays(server, address, PortOptions.defaults());
      assertEquals(Kind.NO_RESOURCES, cause.kind(), cause.getMessage());
      assertEquals("connect", cause.call());
      says(cause, address.toString());
      says(cause, "larger backlog");
    }
  }

  private static SystemCallException whatFullSays(
      TestServer server, SocketAddress address, PortOptions options) throws Exception {
    Message first = null;
    for (int i = 0; i < 16 && !(first instanceof Failed); i++) {
      first = server.next(server.connect(address, options));
    }
    return assertInstanceOf(
        SystemCallException.class, assertInstanceOf(Failed.class, first).cause());
  }

  @Test
  void anAddressWithoutAPathIsRefusedAtOnce() throws Exception {
    UnixDomainSocketAddress empty = UnixDomainSocketAddress.of("");
    try (TestServer server = server(Shape.OWN_THREADS)) {
      assertThrows(IllegalArgumentException.class, () -> server.io().listen(empty));
      assertThrows(IllegalArgumentException.class, () -> server.io().connect(empty));
    }
  }

  @Test
  void aLocalAddressOfAnotherFamilyIsRefused() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.io().listen(address);
      Port port =
          server.connect(address, PortOptions.defaults().localAddress(TestServer.loopback()));
      SystemCallException cause = failure(server, port);
      assertEquals(Kind.NOT_SUPPORTED, cause.kind(), cause.getMessage());
      says(cause, "the same family");
      assertEquals(address, listener.localAddress());
    }
  }

  @BothShapes
  void aNameWithoutAFile(Shape shape) throws Exception {
    UnixNameAddress address =
        UnixNameAddress.of("ioserver-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try (TestServer server = server(shape)) {
      if (!hasNames()) {
        SystemCallException e =
            assertThrows(SystemCallException.class, () -> server.io().listen(address));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
        says(e, "names without a file are Linux's");
        SystemCallException cause = failure(server, server.connect(address));
        assertEquals(Kind.NOT_SUPPORTED, cause.kind(), cause.getMessage());
        return;
      }
      Listener listener = server.direct(server.io().listen(address));
      assertEquals(address, listener.localAddress());
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().listen(address, REMOVING));
      assertEquals(Kind.ADDRESS_IN_USE, e.kind(), e.getMessage());
      says(e, address.toString());

      Port client = server.connect(address);
      Port accepted = server.accept(listener);
      server.expect(client, Connected.class);
      assertEquals(address, client.remoteAddress());
      assertEquals(address, accepted.localAddress());
      accepted.active(1);
      client.send(Bytes.of("by name"));
      assertEquals("by name", Bytes.text(server.expect(accepted, Data.class)));
    }
  }

  @Test
  void thePeerIsThisProcess() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.io().listen(address);
      Port client = server.connect(address);
      Port accepted = server.accept(listener);
      server.expect(client, Connected.class);
      if (!hasCredentials()) {
        isRefused(
            assertThrows(
                SystemCallException.class, () -> accepted.option(IoSocketOptions.SO_PEERCRED)),
            "SO_PEERCRED",
            UnixDomainSocketAddress.of(""));
        return;
      }
      Object uid = Files.getAttribute(folder.path(), "unix:uid");
      for (Port port : new Port[] {client, accepted}) {
        PeerCredentials peer = port.option(IoSocketOptions.SO_PEERCRED);
        assertEquals(ProcessHandle.current().pid(), peer.pid());
        assertEquals(((Integer) uid).longValue(), peer.uid());
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> client.option(IoSocketOptions.SO_PEERCRED, new PeerCredentials(1, 2, 3)));
    }
  }

  @Test
  void aTcpSocketDoesNotKnowWhoThePeerIs() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        SystemCallException e =
            assertThrows(SystemCallException.class, () -> port.option(IoSocketOptions.SO_PEERCRED));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
      }
    }
  }

  /** There is no reset: the peer of a port that gave up reads what was sent, and then the end. */
  @BothShapes
  void abortEndsTheConnectionBehindWhatWasWritten(Shape shape) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(address));
      try (Peer peer = Peer.connect(address)) {
        Port port = server.accept(listener);
        port.send(Bytes.of("last"));
        server.until("it is written", () -> port.pendingBytes() == 0);
        port.abort();
        server.expect(port, Closed.class);
        assertArrayEquals(Bytes.of("last").array(), peer.read(4));
        assertTrue(peer.readsEnd());
      }
    }
  }

  @BothShapes
  void halfCloseBothWays(Shape shape) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (TestServer server = server(shape)) {
      Listener listener = server.direct(server.io().listen(address));
      try (Peer peer = Peer.connect(address)) {
        Port port = server.accept(listener).active(10);
        peer.write((byte) 1);
        assertEquals(1, Bytes.take(server.expect(port, Data.class)).length);
        peer.shutdownOutput();
        server.expect(port, PeerClosed.class);
        port.send(Bytes.of("still"));
        port.flush();
        assertEquals("still", peer.readText(5));
        port.close();
        server.expect(port, Closed.class);
        assertTrue(peer.readsEnd());
      }
    }
  }

  private void refusesClearly() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS)) {
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of("none");
      SystemCallException e =
          assertThrows(SystemCallException.class, () -> server.io().listen(address));
      assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
      says(e, "the iocp engine has no Unix sockets");
    }
  }

  /** {@return whether sockets can have names without files} */
  protected boolean hasNames() {
    return System.getProperty("os.name").equals("Linux") && !engine().equals("nio");
  }

  /** {@return whether the engine can tell who a peer is} */
  protected boolean hasCredentials() {
    return !engine().equals("nio") && !System.getProperty("os.name").startsWith("Windows");
  }

  /** How many bytes a path may have: java.nio takes one less than the system does. */
  private int mostBytes() {
    int most = System.getProperty("os.name").matches("Linux|Windows.*") ? 107 : 103;
    return engine().equals("nio") ? most - 1 : most;
  }

  /** The address of a socket that nobody listens on any more, whose file is still there. */
  private UnixDomainSocketAddress leaveBehind() throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(address);
    }
    assertTrue(exists(address));
    return address;
  }

  private static void isTaken(
      TestServer server, UnixDomainSocketAddress address, ListenOptions options) {
    SystemCallException e =
        assertThrows(SystemCallException.class, () -> server.io().listen(address, options));
    assertEquals(Kind.ADDRESS_IN_USE, e.kind(), e.getMessage());
    says(e, address.toString());
    says(e, "removeLeftOverFile(true)");
  }

  private static void isRefused(SystemCallException e, String option, SocketAddress address) {
    assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
    says(e, option);
    says(e, address.toString());
  }

  private static SystemCallException failure(TestServer server, Port port)
      throws InterruptedException {
    Failed failed = server.expect(port, Failed.class);
    server.expect(port, Closed.class);
    return assertInstanceOf(SystemCallException.class, failed.cause());
  }

  private static void says(Exception e, String part) {
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  private static boolean exists(UnixDomainSocketAddress address) {
    return Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS);
  }
}
