package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.FullBacklog;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
