package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import dev.ioserver.engine.api.PortTotals;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Udp;
import dev.ioserver.testkit.fixture.Work;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a port has counted, and the list of the ports that there are. */
public abstract class CountersConformance extends Conformance {

  private static final int LENGTH = 100;

  /** For subclasses. */
  protected CountersConformance() {}

  @BothShapes
  void aPortCountsWhatComesAndGoes(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Framing frames = Framing.fixedLength(LENGTH);
      Listener listener =
          server.listen(PortOptions.defaults().framing(frames).credit(PortOptions.UNLIMITED));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        for (int i = 0; i < 3; i++) {
          peer.socket().getOutputStream().write(new byte[LENGTH]);
          Data data = server.expect(port, Data.class);
          port.send(data.bytes());
          port.flush();
          data.release();
          server.join(begin("peer", () -> peer.socket().getInputStream().readNBytes(LENGTH)));
        }
        server.until("all is counted", () -> port.counters().bytesOut() == 3 * LENGTH);
        PortCounters counters = port.counters();
        assertEquals(3 * LENGTH, counters.bytesIn());
        assertEquals(3, counters.messagesIn());
        assertEquals(3, counters.messagesOut());
        assertEquals(0, counters.refusedSends());
        assertEquals(Duration.ZERO, counters.paused());
        PortSnapshot shown = shown(server.io(), port).orElseThrow();
        assertEquals(PortState.OPEN, shown.state());
        assertEquals(port.remoteAddress(), shown.remote());
        assertEquals(server.counters().loop(), shown.loop());
        assertEquals(counters, shown.counters());
        assertEquals(0, shown.inboxBytes());
        assertEquals(0, shown.pendingBytes());
        assertFalse(shown.isPaused());
        assertEquals(new PortTotals(1, 0, 0, 0, Duration.ZERO), server.counters().ports());
      }
      Port port = (Port) server.io().ports().getFirst().port();
      port.close();
      server.until("closed", () -> LifecycleConformance.drained(port));
      server.until("not listed any more", () -> server.io().ports().isEmpty());
      assertEquals(0, server.counters().ports().open());
      assertEquals(1, server.counters().ports().closed());
      assertEquals(3, port.counters().messagesOut(), "also after its end");
    }
  }

  @BothShapes
  void aReadCountsAsAMessage(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        peer.socket().getOutputStream().write(new byte[LENGTH]);
        Data data = port.read(LENGTH, TestServer.LONG);
        assertTrue(data != null);
        data.release();
        server.until("all is counted", () -> port.counters().messagesIn() == 1);
        assertEquals(LENGTH, port.counters().bytesIn());
        port.abort();
      }
    }
  }

  /** Without credit nothing is read; the time is counted while it lasts, and when it is over. */
  @BothShapes
  void aPauseIsCounted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults());
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        server.until("paused", () -> shown(server.io(), port).orElseThrow().isPaused());
        server.until("time goes on", () -> port.counters().paused().isPositive());
        assertEquals(Duration.ZERO, server.counters().ports().paused(), "it is not over");
        port.activeUnlimited();
        server.until("reads", () -> !shown(server.io(), port).orElseThrow().isPaused());
        server.until("it is over", () -> server.counters().ports().paused().isPositive());
        Duration paused = server.counters().ports().paused();
        server.until("both count it", () -> port.counters().paused().equals(paused));
        // Bytes that come do not make it a pause.
        peer.socket().getOutputStream().write(new byte[LENGTH]);
        server.expect(port, Data.class).release();
        assertEquals(paused, port.counters().paused());
        port.abort();
      }
    }
  }

  @BothShapes
  void aSendThatIsRefusedIsCounted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().highWatermark(1 << 16));
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        ByteBuffer message = ByteBuffer.allocate(1 << 16);
        server.until("refused", () -> !port.trySend(message.clear()));
        assertEquals(1, port.counters().refusedSends());
        assertEquals(1, server.counters().ports().refusedSends());
        // The system may take some of it yet, until it is full.
        server.until(
            "bytes wait",
            () -> {
              port.trySend(message.clear());
              return shown(server.io(), port).orElseThrow().pendingBytes() >= 1 << 16;
            });
        port.abort();
      }
    }
  }

  @BothShapes
  void aConnectThatFailsIsCounted(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      SocketAddress nobody;
      try (ServerSocket taken = new ServerSocket()) {
        taken.bind(TestServer.loopback());
        nobody = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      }
      Port port = server.connect(nobody);
      server.expect(port, Failed.class);
      server.expect(port, Closed.class);
      PortTotals all = new PortTotals(1, 1, 1, 0, Duration.ZERO);
      server.until("counted", () -> server.counters().ports().equals(all));
      server.until("not listed any more", () -> server.io().ports().isEmpty());
    }
  }

  @BothShapes
  void aPortThatConnectsIsShownSo(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      Port port = server.connect(listener.localAddress());
      server.expect(port, Connected.class);
      assertEquals(PortState.OPEN, shown(server.io(), port).orElseThrow().state());
      Port accepted = server.accept(listener);
      server.until("both are listed", () -> server.io().ports().size() == 2);
      accepted.abort();
      port.abort();
    }
  }

  @BothShapes
  void aDatagramPortCounts(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      String missing = Udp.missing(server);
      if (missing != null) {
        skip(missing);
      }
      DatagramPort port =
          Udp.bind(server, DatagramOptions.defaults().credit(DatagramOptions.UNLIMITED));
      port.send(ByteBuffer.allocate(LENGTH), port.localAddress());
      Datagram datagram = server.expect(port, Datagram.class);
      datagram.release();
      server.until("counted", () -> port.counters().bytesOut() == LENGTH);
      PortCounters counters = port.counters();
      assertEquals(LENGTH, counters.bytesIn());
      assertEquals(1, counters.messagesIn());
      assertEquals(1, counters.messagesOut());
      PortSnapshot shown = shown(server.io(), port).orElseThrow();
      assertEquals(PortState.OPEN, shown.state());
      assertEquals(port.localAddress(), shown.local());
      port.close();
      server.until("closed", () -> Udp.drained(port));
      assertEquals(1, server.counters().ports().closed());
    }
  }

  /** Who wants to see why a server hangs must not hang as well. */
  @Test
  void portsAreListedWhileNobodyRunsTheLoop() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener = server.listen();
      try (Peer _ = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        // This thread, which runs the server, waits here, and for nothing of the server.
        Work<List<PortSnapshot>> stranger = begin("stranger", () -> server.io().ports());
        List<PortSnapshot> listed = stranger.get();
        assertEquals(1, listed.size());
        assertEquals(port, listed.getFirst().port());
        port.abort();
      }
    }
  }

  private static Optional<PortSnapshot> shown(IoServer io, Receiver<Message> port) {
    return io.ports().stream().filter(shown -> shown.port().equals(port)).findAny();
  }
}
