package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerCredentials;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.UnixNameAddress;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class UnixSocketsGuideTest {

  @TempDir Path folder;

  @BeforeEach
  void needsUnixSockets() {
    try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertTrue(probe.isOpen());
    } catch (IOException | UnsupportedOperationException e) {
      System.out.println("!! SKIPPED, this system has no Unix sockets: " + e.getMessage());
      Assumptions.abort("no Unix sockets");
    }
  }

  // @start region="listen"
  static Listener listen(IoServer io, Path file) throws SystemCallException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    return io.listen(address, ListenOptions.defaults().removeLeftOverFile(true));
  }

  // @end

  // @start region="who"
  /** Whether the peer runs as this user. */
  static boolean isMine(Port port, long uid) throws SystemCallException {
    PeerCredentials peer = port.option(IoSocketOptions.SO_PEERCRED);
    return peer.uid() == uid;
  }

  // @end

  // @start region="name"
  static Listener listenByName(IoServer io) throws SystemCallException {
    return io.listen(UnixNameAddress.of("com.example.prices"));
  }

  // @end

  // @start region="datagrams"
  static DatagramPort receiver(IoServer io, Path file) throws SystemCallException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
    return io.bind(address, DatagramOptions.defaults().removeLeftOverFile(true));
  }

  static DatagramPort client(IoServer io, Path file) throws SystemCallException {
    UnixDomainSocketAddress none = UnixDomainSocketAddress.of("");
    return io.bind(none, DatagramOptions.defaults().remote(UnixDomainSocketAddress.of(file)));
  }

  // @end

  @Test
  void aDatagramIsAnsweredOrRefusedClearly() throws Exception {
    Path file = folder.resolve("log.sock");
    try (IoServer io = IoServer.open()) {
      if (!io.datagramFeatures().contains(Feature.UNIX)) {
        SystemCallException e = assertThrows(SystemCallException.class, () -> receiver(io, file));
        assertEquals(SystemCallException.Kind.NOT_SUPPORTED, e.kind());
        return;
      }
      DatagramPort receiver = receiver(io, file).activeUnlimited();
      DatagramPort client = client(io, file).activeUnlimited();
      client.send(ByteBuffer.wrap(new byte[] {7}));
      Datagram datagram = (Datagram) receiver.receive();
      assertEquals(7, datagram.bytes().get());
      if (datagram.source() instanceof UnixNameAddress) {
        assertTrue(receiver.tryReply(datagram, ByteBuffer.wrap(new byte[] {8})));
        Datagram answer = (Datagram) client.receive();
        assertEquals(8, answer.bytes().get());
        answer.release();
      }
      datagram.release();
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aServerIsReachedByItsFileAndRemovesIt() throws Exception {
    Path file = folder.resolve("prices.sock");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(file));
    }
    assertTrue(Files.exists(file), "java.nio leaves the file");
    try (IoServer io = IoServer.open()) {
      Listener listener = listen(io, file);
      Port client = io.connect(listener.localAddress());
      Port accepted = accepted(listener);
      client.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
      Data data = accepted.read(5, Loopback.PATIENCE);
      assertNotNull(data);
      data.release();
      if (io.engine().equals("epoll")) {
        long uid = ((Integer) Files.getAttribute(file, "unix:uid")).longValue();
        assertTrue(isMine(accepted, uid));
        assertFalse(isMine(client, uid + 1));
      }
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aNameIsForLinux() throws Exception {
    try (IoServer io = IoServer.open()) {
      if (io.engine().equals("epoll")) {
        assertEquals("@com.example.prices", listenByName(io).localAddress().toString());
      } else {
        assertThrows(SystemCallException.class, () -> listenByName(io));
      }
    }
  }

  private static Port accepted(Listener listener) throws InterruptedException {
    return ((Accepted) listener.receive()).port();
  }
}
