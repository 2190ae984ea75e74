package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.FullBacklog;
import dev.ioserver.testkit.fixture.Loopback;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How connections begin: they stand, are refused, reset, or time out. */
public abstract class ConnectConformance extends Conformance {

  /** For subclasses. */
  protected ConnectConformance() {}

  /** What was sent before the connection stood is written before it is closed. */
  @BothShapes
  void connectSendCloseAtOnceTheBytesArrive(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < rounds(50, 2_000); i++) {
        Port port = server.connect((InetSocketAddress) listener.getLocalSocketAddress());
        port.send(Bytes.of("all of it"));
        port.close();
        Work<Peer.Sum> reader =
            begin(
                "reader",
                () -> {
                  try (Peer peer = new Peer(listener.accept())) {
                    return peer.readAll();
                  }
                });
        assertEquals(9, server.join(reader).length());
        server.until("closed", () -> LifecycleConformance.drained(port));
      }
    }
  }

  @BothShapes
  void thousandsOfConnectsOfThisEngine(Shape shape) throws Exception {
    int rounds = rounds(1_000, 20_000);
    try (TestServer server = server(shape, options -> options.maxRegistrations(16));
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Work<Void> acceptor =
          begin(
              "acceptor",
              () -> {
                for (int i = 0; i < rounds; i++) {
                  try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(i);
                  }
                }
                return null;
              });
      for (int i = 0; i < rounds; i++) {
        Port port =
            server.connect(
                (InetSocketAddress) listener.getLocalSocketAddress(),
                PortOptions.defaults().credit(1));
        server.expect(port, Connected.class);
        assertEquals((byte) i, Bytes.take(server.expect(port, Data.class))[0]);
        port.close();
        server.until("closed", () -> LifecycleConformance.drained(port));
      }
      server.join(acceptor);
    }
  }

  @BothShapes
  void resetByPeerWhileConnectingEndsInClosed(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Work<Void> acceptor =
          begin(
              "acceptor",
              () -> {
                for (int i = 0; i < 200; i++) {
                  new Peer(listener.accept()).reset();
                }
                return null;
              });
      for (int i = 0; i < 200; i++) {
        Port port =
            server.connect(
                (InetSocketAddress) listener.getLocalSocketAddress(),
                PortOptions.defaults().credit(-1));
        Object message = server.next(port);
        if (message instanceof Connected) {
          message = server.next(port);
        }
        assertEquals(
            Kind.CONNECTION_RESET,
            LifecycleConformance.kind(assertInstanceOf(Failed.class, message)));
        server.expect(port, Closed.class);
      }
      server.join(acceptor);
    }
  }

  @BothShapes
  void connectFromALocalAddress(Shape shape) throws Exception {
    int free;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    // 127.0.0.2 is this host's, too, and nobody's choice by default; not every system has it.
    String local = isLocal("127.0.0.2") ? "127.0.0.2" : "127.0.0.1";
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int number : new int[] {0, free}) {
        InetSocketAddress from = Loopback.at(local, number);
        Port port =
            server.connect(
                listener.getLocalSocketAddress(), PortOptions.defaults().localAddress(from));
        server.expect(port, Connected.class);
        try (Socket accepted = listener.accept()) {
          assertEquals(from.getAddress(), accepted.getInetAddress());
          assertEquals(accepted.getRemoteSocketAddress(), port.localAddress());
          if (number != 0) {
            assertEquals(number, accepted.getPort());
          }
          port.abort();
          server.expect(port, Closed.class);
        }
      }
    }
  }

  private static boolean isLocal(String literal) {
    try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.ofLiteral(literal))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The system is asked when somebody wants to know, and what it said is kept. */
  @BothShapes
  void localAddressIsToldToTheOwnerAndToOthersAndKept(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Port asked = server.connect(listener.getLocalSocketAddress());
      Port askedByOther = server.connect(listener.getLocalSocketAddress());
      Port never = server.connect(listener.getLocalSocketAddress());
      for (Port port : List.of(asked, askedByOther, never)) {
        server.expect(port, Connected.class);
      }
      try (Socket first = listener.accept();
          Socket second = listener.accept();
          Socket third = listener.accept()) {
        Set<SocketAddress> peers =
            Set.of(
                first.getRemoteSocketAddress(),
                second.getRemoteSocketAddress(),
                third.getRemoteSocketAddress());
        SocketAddress own = asked.localAddress();
        Work<@Nullable SocketAddress> other = begin("asking", askedByOther::localAddress);
        SocketAddress others = server.join(other);
        assertTrue(own != null && peers.contains(own), () -> own + " of " + peers);
        assertTrue(others != null && peers.contains(others), () -> others + " of " + peers);
        for (Port port : List.of(asked, askedByOther, never)) {
          port.abort();
          server.expect(port, Closed.class);
        }
        assertEquals(own, asked.localAddress());
        assertEquals(others, askedByOther.localAddress());
        assertNull(never.localAddress());
      }
    }
  }

  /** The way out: what the system calls the socket. */
  @BothShapes
  void descriptorIsASocketOfThisProcess(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Port client = server.connect(listener.localAddress());
      server.expect(client, Connected.class);
      Port port = server.accept(listener);
      Set<Long> numbers = new HashSet<>();
      for (long number :
          new long[] {listener.descriptor(), client.descriptor(), port.descriptor()}) {
        assertTrue(number > 0, "a descriptor is " + number);
        assertTrue(numbers.add(number), "two sockets are " + number);
        Path file = Path.of("/proc/self/fd/" + number);
        boolean linux = System.getProperty("os.name").equals("Linux");
        if (linux && (engine().equals("epoll") || engine().equals("kqueue"))) {
          assertTrue(Files.readSymbolicLink(file).toString().startsWith("socket:"));
        }
      }
      assertEquals(port.descriptor(), server.join(begin("asking", port::descriptor)));
      for (Port each : List.of(client, port)) {
        each.abort();
        server.until("closed", () -> LifecycleConformance.drained(each));
        assertEquals(-1, each.descriptor());
      }
    }
  }

  @BothShapes
  void connectRefused(Shape shape) throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) probe.getLocalSocketAddress();
    }
    try (TestServer server = server(shape)) {
      Port port = server.connect(nobody);
      Failed failed = server.expect(port, Failed.class);
      assertEquals(Kind.CONNECTION_REFUSED, LifecycleConformance.kind(failed));
      assertTrue(String.valueOf(failed.cause().getMessage()).contains(":" + nobody.getPort()));
      server.expect(port, Closed.class);
      assertTrue(port.isDone());
      assertTrue(port.isClosed());

      Port second = server.connect(nobody);
      ChannelClosedException thrown =
          assertThrows(ChannelClosedException.class, () -> second.awaitConnected(TestServer.LONG));
      assertInstanceOf(SystemCallException.class, thrown.getCause());
    }
  }

  @BothShapes
  void connectTimedOutByAFullBacklog(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        FullBacklog full = FullBacklog.open()) {
      if (!full.isFull()) {
        skip("the backlog of this system cannot be filled");
      }
      long timeout = TimeUnit.MILLISECONDS.toNanos(150);
      long began = System.nanoTime();
      Port port =
          server.connect(
              full.address(), PortOptions.defaults().connectTimeout(Duration.ofNanos(timeout)));
      try {
        assertFalse(port.awaitConnected(Duration.ofMillis(1)));
      } catch (ChannelClosedException e) {
        // This thread was held up until the time was over.
        assertTrue(System.nanoTime() - began >= timeout, "timed out early");
      }
      Failed failed = server.expect(port, Failed.class);
      assertTrue(System.nanoTime() - began >= timeout, "timed out early");
      assertEquals(Kind.TIMED_OUT, LifecycleConformance.kind(failed));
      server.expect(port, Closed.class);
    }
  }

  @BothShapes
  void aConnectThatMeetsItselfIsRefused(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      InetSocketAddress free;
      try (ServerSocket probe = new ServerSocket(0, 1, TestServer.loopback().getAddress())) {
        free = (InetSocketAddress) probe.getLocalSocketAddress();
      }
      Port port = server.connect(free, PortOptions.defaults().localAddress(free));
      Failed failed = server.expect(port, Failed.class);
      SystemCallException cause = assertInstanceOf(SystemCallException.class, failed.cause());
      assertEquals(SystemCallException.Kind.CONNECTION_REFUSED, cause.kind(), cause::toString);
      server.expect(port, Closed.class);
      // Nothing of it is left: a server has the port at once.
      new ServerSocket(free.getPort(), 1, free.getAddress()).close();
    }
  }

  @BothShapes
  void closeAndAbortWhileConnecting(Shape shape) throws Exception {
    try (TestServer server = server(shape);
        FullBacklog full = FullBacklog.open()) {
      if (!full.isFull()) {
        skip("the backlog of this system cannot be filled");
      }
      PortOptions options = PortOptions.defaults().closeTimeout(Duration.ofMillis(100));
      Port closed = server.connect(full.address(), options);
      Port aborted = server.connect(full.address());
      assertFalse(closed.awaitConnected(Duration.ofMillis(1)));
      closed.send(Bytes.of("never"));
      closed.close();
      aborted.abort();
      server.expect(aborted, Closed.class);
      // What was sent is given its time.
      server.expect(closed, Closed.class);
    }
  }
}
