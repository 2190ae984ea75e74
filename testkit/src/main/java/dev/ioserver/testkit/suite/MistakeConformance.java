package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Faults;
import dev.ioserver.testkit.fixture.FaultsInFront;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An engine makes a mistake: a call of its poller or its sockets throws what is not declared. That
 * is the trouble of the port for which the call was made; the loop and all other ports go on.
 */
public abstract class MistakeConformance extends Conformance {

  @RegisterExtension final FaultsInFront inFront = new FaultsInFront();

  private final List<Peer> bystanders = new ArrayList<>();

  /** For subclasses. */
  protected MistakeConformance() {}

  @AfterEach
  final void closeBystanders() throws IOException {
    for (Peer peer : bystanders) {
      peer.close();
    }
  }

  /** Has a port make a call. */
  @FunctionalInterface
  private interface Cause {
    void make(Port port, Peer peer) throws Exception;
  }

  @BothShapes
  void aReceiveThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Sockets.class, "receive", true, (_, peer) -> peer.write((byte) 1));
  }

  @BothShapes
  void aSendThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Sockets.class, "send", true, (port, _) -> port.send(Bytes.of("lost")));
  }

  @BothShapes
  void aShutdownThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Sockets.class, "shutdownOutput", true, (port, _) -> port.shutdownOutput());
  }

  @BothShapes
  void anOrderlyCloseThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(
        shape,
        Sockets.class,
        "shutdownOutput",
        true,
        (port, _) -> {
          port.send(Bytes.of("sent"));
          port.close();
        });
  }

  @BothShapes
  void anAbortThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Sockets.class, "resetOnClose", true, (port, _) -> port.abort());
  }

  /** The descriptor is closed by then: nobody could close it but the call that throws. */
  @BothShapes
  void aCloseThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Sockets.class, "close", false, (port, _) -> port.abort());
  }

  @BothShapes
  void aDeregistrationThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    portEnds(shape, Poller.class, "remove", true, (port, _) -> port.abort());
  }

  @BothShapes
  void aRegistrationThatThrowsEndsItsPortWithTheCause(Shape shape) throws Exception {
    TestServer server = faultyServer(shape);
    Listener listener = server.listen();
    Bystander bystander = new Bystander(server, listener);
    for (Throwable thrown : mistakes()) {
      faults().throwOnce(Poller.class, "add", 1, true, thrown);
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        SystemCallException cause =
            assertInstanceOf(SystemCallException.class, server.expect(port, Failed.class).cause());
        assertSame(thrown, cause.getCause());
        server.expect(port, Closed.class);
        assertEquals(-1, peer.socket().getInputStream().read());
      }
      bystander.goesOn();
    }
  }

  @BothShapes
  void connectsThatThrowEndTheirPortWithTheCause(Shape shape) throws Exception {
    TestServer server = faultyServer(shape);
    Listener listener = server.listen();
    Bystander bystander = new Bystander(server, listener);
    for (String call : List.of("open", "connect", "localAddress")) {
      for (Throwable thrown : mistakes()) {
        faults().throwOnce(Sockets.class, call, 1, true, thrown);
        Port port = server.connect(listener.localAddress());
        Failed failed = server.expect(port, Failed.class);
        assertSame(thrown, failed.cause().getCause(), call);
        server.expect(port, Closed.class);
        assertTrue(port.isDone());
        bystander.goesOn();
      }
    }
  }

  /** The connection of that accept may be lost; the listener says so, and accepts the next ones. */
  @BothShapes
  void acceptsThatThrowAreToldAndTheListenerAcceptsAgain(Shape shape) throws Exception {
    TestServer server = faultyServer(shape);
    Listener listener = server.listen();
    Bystander bystander = new Bystander(server, listener);
    for (String call : List.of("accept", "acceptedPeer")) {
      for (Throwable thrown : mistakes()) {
        faults().throwOnce(Sockets.class, call, 0, true, thrown);
        try (Peer _ = Peer.connect(listener.localAddress());
            Peer _ = Peer.connect(listener.localAddress())) {
          Failed failed = server.expect(listener, Failed.class);
          assertSame(thrown, failed.cause().getCause(), call);
          int lost = call.equals("acceptedPeer") ? 1 : 0;
          for (int i = lost; i < 2; i++) {
            server.accept(listener).abort();
          }
        }
        assertFalse(listener.isDone());
        bystander.goesOn();
      }
    }
  }

  @BothShapes
  void optionsThatThrowAreTheCallersAndThePortGoesOn(Shape shape) throws Exception {
    TestServer server = faultyServer(shape);
    Listener listener = server.listen();
    Bystander bystander = new Bystander(server, listener);
    for (Throwable thrown : mistakes()) {
      faults().throwOnce(Sockets.class, "getOption", 1, true, thrown);
      assertSame(
          thrown,
          assertThrows(
              Throwable.class, () -> bystander.port.option(StandardSocketOptions.TCP_NODELAY)));
      faults().throwOnce(Sockets.class, "setOption", 1, true, thrown);
      assertSame(
          thrown,
          assertThrows(
              Throwable.class, () -> listener.option(StandardSocketOptions.SO_RCVBUF, 8192)));
      faults().throwOnce(Sockets.class, "listen", 1, true, thrown);
      assertSame(
          thrown, assertThrows(Throwable.class, () -> server.io().listen(TestServer.loopback())));
      bystander.goesOn();
    }
  }

  /** What a wait throws is no port's: the loop ends, and all that lives there is told. */
  @BothShapes
  void aWaitThatThrowsEndsTheLoopAndAllAreToldTheCause(Shape shape) throws Exception {
    for (Throwable thrown : mistakes()) {
      TestServer server = faultyServer(shape);
      server.mayFail();
      Listener listener = server.listen();
      Bystander bystander = new Bystander(server, listener);
      faults().throwOnce(Poller.class, "poll", 1, true, thrown);
      if (shape == Shape.CALLER_RUNS) {
        assertSame(thrown, assertThrows(Throwable.class, server::settle));
      } else {
        try {
          server.timer(Duration.ZERO);
        } catch (IllegalStateException e) {
          // The loop was about to wait already, and has ended: there is none to have a timer.
          assertSame(thrown, e.getCause());
        }
      }
      server.until("the failure shows", () -> server.io().failure() != null);
      assertSame(thrown, server.io().failure());
      assertSame(thrown, server.expect(bystander.port, Failed.class).cause().getCause());
      server.expect(bystander.port, Closed.class);
      assertSame(thrown, server.expect(listener, Failed.class).cause().getCause());
      server.expect(listener, Closed.class);
      server.close();
    }
  }

  private void portEnds(Shape shape, Class<?> type, String call, boolean before, Cause cause)
      throws Exception {
    TestServer server = faultyServer(shape);
    Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
    Bystander bystander = new Bystander(server, server.listen());
    for (Throwable thrown : mistakes()) {
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        server.settle();
        faults().throwOnce(type, call, 1, before, thrown);
        cause.make(port, peer);
        Failed failed = server.expect(port, Failed.class);
        assertSame(thrown, failed.cause().getCause(), call);
        assertNotNull(failed.cause().getMessage());
        server.expect(port, Closed.class);
        assertTrue(port.isDone());
        assertEquals(-1, port.descriptor());
        assertThrows(ChannelClosedException.class, () -> port.send(Bytes.of("late")));
        if (call.equals("resetOnClose")) {
          // What would have made the close a reset is what failed.
          assertTrue(peer.readsEnd());
        } else {
          assertTrue(peer.readsReset(), "the peer reads no reset");
        }
      }
      assertTrue(faults().hasThrown());
      bystander.goesOn();
    }
  }

  /** A port that has nothing to do with it all. */
  private final class Bystander {

    private final TestServer server;
    private final Peer peer;
    private final Port port;

    Bystander(TestServer server, Listener listener) throws Exception {
      this.server = server;
      this.peer = Peer.connect(listener.localAddress());
      bystanders.add(peer);
      this.port = server.accept(listener);
      goesOn();
    }

    void goesOn() throws Exception {
      assertNull(server.io().failure());
      peer.write((byte) 1);
      Bytes.receive(port, 1).release();
      port.send(Bytes.of("ok"));
      server.settle();
      assertEquals("ok", peer.readText(2));
    }
  }

  private TestServer faultyServer(Shape shape) throws SystemCallException {
    faults();
    return server(shape, options -> options.engine(Faults.ENGINE));
  }

  private Faults faults() {
    return inFront.of(engine());
  }

  /** What java.nio throws, what code throws that is wrong, and an error that is no exception. */
  private static List<Throwable> mistakes() {
    return List.of(
        new ClosedSelectorException(),
        new IllegalStateException("made to fail"),
        new AssertionError("made to fail"),
        new StackOverflowError("made to fail"));
  }
}
