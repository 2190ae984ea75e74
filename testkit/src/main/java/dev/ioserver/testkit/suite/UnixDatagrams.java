package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.SocketFolder;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** What the tests of datagrams over Unix sockets share: options, ports, and what they look at. */
final class UnixDatagrams {

  static final DatagramOptions OPEN =
      DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED).maxDatagram(65_535);

  static final DatagramOptions CLOSED = DatagramOptions.defaults();

  /** The local address of who has none of its own. */
  static final UnixDomainSocketAddress ANY = UnixDomainSocketAddress.of("");

  private UnixDatagrams() {}

  /** Skips a test if the engine has none here, which then has to refuse them clearly. */
  static void need(Conformance test, SocketFolder folder) throws Exception {
    try (TestServer server = test.server(Shape.OWN_THREADS)) {
      String missing = Udp.missing(server, Feature.UNIX);
      if (missing != null) {
        UnixDomainSocketAddress address = folder.next();
        SystemCallException e =
            assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
        assertEquals(Kind.NOT_SUPPORTED, e.kind(), e.getMessage());
        says(e, "datagrams over Unix sockets");
        says(e, address.toString());
        test.skip(missing);
      }
    }
  }

  static DatagramPort bind(TestServer server, SocketAddress address, DatagramOptions options)
      throws SystemCallException {
    return server.direct(server.io().bind(address, options));
  }

  static void send(DatagramPort from, byte[] bytes, SocketAddress to) {
    assertTrue(from.trySend(ByteBuffer.wrap(bytes), to));
    from.flush();
  }

  static void isTaken(TestServer server, SocketAddress address, String remedy) {
    SystemCallException e =
        assertThrows(SystemCallException.class, () -> server.io().bind(address, OPEN));
    assertEquals(Kind.ADDRESS_IN_USE, e.kind(), e.getMessage());
    says(e, address.toString());
    says(e, remedy);
  }

  /** The address of a socket that nobody has any more, whose file is still there. */
  static UnixDomainSocketAddress leaveBehind(SocketFolder folder) throws Exception {
    UnixDomainSocketAddress address = folder.next();
    try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      gone.bind(address);
    }
    assertTrue(exists(address));
    return address;
  }

  static void says(Exception e, String part) {
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  static boolean exists(UnixDomainSocketAddress address) {
    return Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS);
  }
}
