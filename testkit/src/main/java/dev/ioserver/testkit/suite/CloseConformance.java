package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.OfBareStreams;
import dev.ioserver.testkit.fixture.OfTcp;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing: by any thread, at any moment, as often as one likes; everyone who waits hears of it. */
public abstract class CloseConformance extends Conformance {

  private static final int REPLY = 1_500_000;
  private static final PortOptions REPLIES = PortOptions.defaults().highWatermark(REPLY);

  /** For subclasses. */
  protected CloseConformance() {}

  /** The system has no more threads: those that were started end, and nothing is left. */
  @Test
  void openWhenAThreadCannotStartLeavesNothingBehind() throws Exception {
    AtomicInteger made = new AtomicInteger();
    ThreadFactory factory =
        body -> {
          int number = made.incrementAndGet();
          return new Thread(body, "conformance-" + number) {
            @Override
            public synchronized void start() {
              if (number == 3) {
                throw new OutOfMemoryError("unable to create native thread, on purpose");
              }
              super.start();
            }
          };
        };
    IoServerOptions options =
        IoServerOptions.defaults().engine(engine()).loops(4).jmx(true).threadFactory(factory);
    Error thrown = assertThrows(OutOfMemoryError.class, () -> IoServer.open(options));
    assertTrue(String.valueOf(thrown.getMessage()).contains("on purpose"));
    assertEquals(4, made.get());
  }

  @Test
  void closeServerWhileEverythingGoesOnEveryBlockedCallerEnds() throws Exception {
    Random random = random();
    for (int round = 0; round < rounds(60, 2_000); round++) {
      TestServer server =
          server(
              Shape.OWN_THREADS,
              options -> options.loops(1 + random.nextInt(2)).closeTimeout(Duration.ofMillis(5)));
      Listener listener = server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED));
      List<Work<Void>> works = new ArrayList<>();
      works.add(run("acceptor", () -> drainUntilClosed(server, listener)));
      works.add(run("connector", () -> connectUntilClosed(server, listener, false)));
      works.add(run("sender", () -> connectUntilClosed(server, listener, true)));
      works.add(runVirtual("passive receiver", () -> receiveUntilClosed(server, listener)));
      works.add(run("timer", () -> timersUntilClosed(server)));
      for (int spins = random.nextInt(400_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      Thread.sleep(random.nextInt(3));
      Work<Void> closer = run("closer", server::close);
      server.close();
      closer.get();
      for (Work<Void> work : works) {
        work.get();
      }
      assertThrows(IllegalStateException.class, () -> server.io().connect(listener.localAddress()));
      assertThrows(IllegalStateException.class, () -> server.io().listen(TestServer.loopback()));
      assertThrows(IllegalStateException.class, () -> server.io().timer(Duration.ofNanos(1)));
    }
  }

  @OfTcp
  @BothShapes
  void closePortFromAnyThreadAtAnyMoment(Shape shape) throws Exception {
    Random random = random();
    try (TestServer server = server(shape)) {
      // The peer keeps its side open: each orderly close would linger for all of its time.
      Listener listener =
          server.listen(
              PortOptions.defaults()
                  .credit(PortOptions.UNLIMITED)
                  .closeTimeout(Duration.ofMillis(20)));
      for (int round = 0; round < rounds(200, 10_000); round++) {
        try (Peer peer = Peer.connect(listener.localAddress())) {
          Port port = server.accept(listener);
          int spins = random.nextInt(30_000);
          int how = random.nextInt(3);
          Work<Void> closer =
              run(
                  "closer",
                  () -> {
                    peer.write((byte) 1);
                    for (int i = 0; i < spins; i++) {
                      Thread.onSpinWait();
                    }
                    switch (how) {
                      case 0 -> port.close();
                      case 1 -> port.abort();
                      default -> peer.reset();
                    }
                  });
          Message last = null;
          while (!port.isDone()) {
            last = server.next(port);
            if (last instanceof Data data) {
              try {
                port.trySend(data.bytes());
              } catch (ChannelClosedException e) {
                // Closed meanwhile.
              }
              data.release();
            }
          }
          assertTrue(last instanceof Closed, "the last message was " + last);
          closer.get();
        }
      }
    }
  }

  @BothShapes
  void closeServerEndsPortsListenersAndTimers(Shape shape) throws Exception {
    TestServer server = server(shape);
    Listener listener = server.listen();
    Timer timer = server.timer(Duration.ofHours(1));
    try (Peer peer = Peer.connect(listener.localAddress())) {
      Port port = server.accept(listener);
      assertTrue(port.trySend(Bytes.of("goodbye")));
      server.close();
      server.close();
      assertEquals("goodbye", peer.readText(7));
      assertTrue(peer.readsEnd());
      for (Receiver<Message> source : List.of(port, listener, timer)) {
        Message last = null;
        while (!source.isDone()) {
          last = source.tryReceive();
          assertNotNull(last, source + " has not ended");
        }
        assertTrue(last instanceof Closed, source + " ended with " + last);
      }
      assertThrows(ChannelClosedException.class, () -> port.send(Bytes.of("late")));
      port.close();
      listener.close();
      timer.cancel();
    }
  }

  @OfTcp
  @BothShapes
  void closeServerWhilePeersDoNotReadEndsInTime(Shape shape) throws Exception {
    TestServer server = server(shape, options -> options.closeTimeout(Duration.ofMillis(100)));
    Listener listener = server.listen(PortOptions.defaults().highWatermark(64 << 20));
    try (Peer peer = Peer.connectSmall(listener.localAddress(), 16 << 10)) {
      Port port = server.accept(listener);
      assertTrue(port.trySend(Bytes.zeros(32 << 20)));
      long began = System.nanoTime();
      server.close();
      assertTrue(System.nanoTime() - began < TestServer.LONG_NANOS);
      assertTrue(peer.readsReset());
      server.until("ended", () -> LifecycleConformance.drained(port));
    }
  }

  @BothShapes
  void aReplyIsNotCutOffByACloseWhileThePeerStillSends(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(REPLIES);
      Work<Peer.Sum> client = begin("client", () -> readWhileSending(listener));
      Port port = server.accept(listener);
      assertTrue(port.trySend(Bytes.zeros(REPLY)));
      port.close();
      server.expect(port, Closed.class);
      assertEquals(REPLY, server.join(client).length());
      assertEquals(0, port.droppedBytes());
    }
  }

  @BothShapes
  void aReplyIsNotCutOffByACloseOfAHalfClosedPort(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(REPLIES);
      Work<Peer.Sum> client = begin("client", () -> readWhileSending(listener));
      Port port = server.accept(listener);
      assertTrue(port.trySend(Bytes.zeros(REPLY)));
      port.shutdownOutput();
      server.until("written", () -> port.pendingBytes() == 0);
      port.close();
      server.expect(port, Closed.class);
      assertEquals(REPLY, server.join(client).length());
    }
  }

  @BothShapes
  void aReplyIsNotCutOffByACloseOfTheServer(Shape shape) throws Exception {
    TestServer server = server(shape, options -> options.closeTimeout(TestServer.LONG));
    Listener listener = server.listen(REPLIES);
    Work<Peer.Sum> client = begin("client", () -> readWhileSending(listener));
    Port port = server.accept(listener);
    assertTrue(port.trySend(Bytes.zeros(REPLY)));
    server.close();
    assertEquals(REPLY, client.get().length());
    assertEquals(0, port.droppedBytes());
  }

  @BothShapes
  void aPeerThatKeepsItsSideOpenDelaysTheCloseNoLongerThanItsTime(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(REPLIES.closeTimeout(Duration.ofMillis(100)));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        assertTrue(port.trySend(Bytes.of("goodbye")));
        long began = System.nanoTime();
        port.close();
        server.expect(port, Closed.class);
        assertTrue(System.nanoTime() - began >= 100_000_000, "it did not linger");
        assertEquals("goodbye", peer.readText(7));
        assertTrue(peer.readsEnd(), "a peer that only keeps its side open was reset");
      }
    }
  }

  @OfBareStreams
  @BothShapes
  void aCloseDoesNotWaitForAPeerThatWasSentNothingOrHasEnded(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(REPLIES.closeTimeout(Duration.ofHours(1)));
      try (Peer quiet = Peer.connect(listener.localAddress());
          Peer ended = Peer.connect(listener.localAddress())) {
        Port first = server.accept(listener);
        Port second = server.accept(listener).active(1);
        first.close();
        server.expect(first, Closed.class);
        assertTrue(quiet.readsEnd());
        assertTrue(second.trySend(Bytes.of("reply")));
        ended.shutdownOutput();
        server.expect(second, PeerClosed.class);
        second.close();
        server.expect(second, Closed.class);
        assertEquals("reply", ended.readText(5));
        assertTrue(ended.readsEnd());
      }
    }
  }

  @OfTcp
  @BothShapes
  void aPortSaysHowManyBytesWereGivenUp(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(REPLIES.highWatermark(64 << 20).closeTimeout(Duration.ofMillis(100)));
      try (Peer peer = Peer.connectSmall(listener.localAddress(), 16 << 10)) {
        Port port = server.accept(listener);
        assertTrue(port.trySend(Bytes.zeros(32 << 20)));
        assertEquals(0, port.droppedBytes());
        port.close();
        server.expect(port, Closed.class);
        assertEquals(0, port.pendingBytes());
        long dropped = port.droppedBytes();
        assertTrue(0 < dropped && dropped < 32 << 20, dropped + " bytes were given up");
        assertTrue(peer.readsReset());
      }
    }
  }

  /** Whoever takes Closed finds the port as that says, although the loop has more to do for it. */
  @Test
  void whatClosedSaysHoldsAtOnceOnTheThreadThatTakesIt() throws Exception {
    int sent = 200_000;
    try (TestServer server = server(Shape.OWN_THREADS)) {
      Listener listener = server.listen(REPLIES.option(StandardSocketOptions.SO_SNDBUF, 16 << 10));
      // A handshake takes its time.
      int most = layer() == null ? 10_000 : 2_000;
      for (int round = 0; round < rounds(100, most); round++) {
        try (Peer _ = Peer.connectSmall(listener.localAddress(), 16 << 10)) {
          Port port = server.accept(listener);
          assertTrue(port.trySend(Bytes.zeros(sent)));
          port.abort();
          Message message = null;
          while (message == null) {
            message = port.tryReceive();
          }
          long dropped = port.droppedBytes();
          assertTrue(port.isDone() && port.isClosed());
          assertEquals(0, port.pendingBytes());
          // Some systems take more than they were asked to, and give up nothing.
          Closed closed = assertInstanceOf(Closed.class, message);
          assertEquals(closed.droppedBytes(), dropped);
          assertTrue(dropped <= sent, dropped + " bytes were given up");
        }
      }
    }
  }

  @BothShapes
  void openAndCloseManyServers(Shape shape) throws Exception {
    for (int i = 0; i < rounds(100, 2_000); i++) {
      IoServerOptions options = IoServerOptions.defaults().engine(engine()).jmx(i % 2 == 0);
      try (IoServer io =
          IoServer.open(shape == Shape.CALLER_RUNS ? options.callerRuns() : options.loops(2))) {
        assertEquals(engine(), io.engine());
        if (i % 3 == 0) {
          io.listen(TestServer.loopback());
        }
      }
    }
  }

  @Test
  void closeOfTheServerWhileItsLoopsAreBusyConnecting() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
      listener.configureBlocking(false);
      for (int round = 0; round < rounds(40, 1_000); round++) {
        TestServer server =
            server(Shape.OWN_THREADS, options -> options.closeTimeout(Duration.ZERO));
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          ports.add(server.connect((InetSocketAddress) listener.getLocalAddress()));
        }
        server.close();
        for (Port port : ports) {
          Message last = null;
          while (!port.isDone()) {
            last = server.next(port);
          }
          assertTrue(last instanceof Closed, "ended with " + last);
        }
        emptyBacklog(listener);
      }
    }
  }

  /** Linux hands out connections that were reset; elsewhere they are gone, or accept fails. */
  private static void emptyBacklog(ServerSocketChannel listener) throws IOException {
    boolean more = true;
    while (more) {
      try (SocketChannel dead = listener.accept()) {
        more = dead != null;
      } catch (SocketException e) {
        // Of a connection that was reset BSD says no address, and Java makes no channel of it. It
        // is
        // out of the backlog all the same.
      }
    }
  }

  /** A slow reader that sends a byte now and then until it has read the end. */
  private Peer.Sum readWhileSending(Listener listener) throws Exception {
    try (Peer peer = Peer.connectSmall(listener.localAddress(), 64 << 10)) {
      AtomicBoolean done = new AtomicBoolean();
      Work<Void> heartbeats =
          run(
              "heartbeats",
              () -> {
                while (!done.get()) {
                  peer.write((byte) 'h');
                  Thread.sleep(2);
                }
              });
      try {
        long length = 0;
        Peer.Sum part = peer.readAtMost(50_000);
        while (part.length() > 0) {
          length += part.length();
          Thread.sleep(5);
          part = peer.readAtMost(50_000);
        }
        return new Peer.Sum(length, part.crc());
      } finally {
        done.set(true);
        heartbeats.get();
      }
    }
  }

  private static void drainUntilClosed(TestServer server, Listener listener)
      throws InterruptedException {
    List<Port> ports = new ArrayList<>();
    try {
      while (true) {
        Message message = listener.receive(TestServer.LONG);
        assertNotNull(message, "the listener's receiver is forgotten");
        if (message instanceof Accepted accepted) {
          ports.add(accepted.port());
        }
        ports.removeIf(LifecycleConformance::drained);
      }
    } catch (ChannelClosedException e) {
      server.until(
          "accepted ports have ended",
          () -> {
            ports.removeIf(LifecycleConformance::drained);
            return ports.isEmpty();
          });
    }
  }

  private static void connectUntilClosed(TestServer server, Listener listener, boolean sends)
      throws InterruptedException {
    try {
      while (true) {
        Port port = server.connect(listener.localAddress());
        if (sends) {
          for (int i = 0; i < 20; i++) {
            port.send(Bytes.zeros(20_000));
          }
        } else {
          assertTrue(port.awaitConnected(TestServer.LONG), "who waits for a connect is forgotten");
        }
        port.close();
        Message last = null;
        while (!port.isDone()) {
          last = port.receive(TestServer.LONG);
          assertNotNull(last, "the receiver of a port is forgotten");
        }
        assertTrue(last instanceof Closed, "ended with " + last);
      }
    } catch (ChannelClosedException e) {
      // As it must be.
    } catch (IllegalStateException e) {
      // The server is closed.
    }
  }

  private static void receiveUntilClosed(TestServer server, Listener listener)
      throws InterruptedException {
    try {
      Port port = server.connect(listener.localAddress());
      while (true) {
        Data data = port.read(1, TestServer.LONG);
        assertNotNull(data, "a passive receiver is forgotten");
        data.release();
      }
    } catch (ChannelClosedException e) {
      // As it must be.
    } catch (IllegalStateException e) {
      // The server is closed.
    }
  }

  private static void timersUntilClosed(TestServer server) throws InterruptedException {
    try {
      while (true) {
        Timer timer = server.timer(Duration.ofNanos(50_000));
        assertNotNull(timer.receive(TestServer.LONG), "the receiver of a timer is forgotten");
        timer.cancel();
        while (!timer.isDone()) {
          assertNotNull(timer.receive(TestServer.LONG), "a cancelled timer is forgotten");
        }
      }
    } catch (ChannelClosedException e) {
      // As it must be.
    } catch (IllegalStateException e) {
      // The server is closed.
    }
  }
}
