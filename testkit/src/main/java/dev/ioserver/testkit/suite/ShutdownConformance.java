package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.Select;
import dev.ioserver.engine.Shutdown;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A server that shuts down accepts no more, and loses nobody who finishes in time. */
public abstract class ShutdownConformance extends Conformance {

  private static final int CLIENTS = 4;
  private static final int MESSAGE = 64;

  /** So much has been answered when the server shuts down in the middle of it. */
  private static final int BEFORE = 500;

  private static final Duration LOOK = Duration.ofMillis(5);

  /** For subclasses. */
  protected ShutdownConformance() {}

  /** Each answer that was sent is read, and then the end, while the clients go on asking. */
  @BothShapes
  void underLoadNoAnswerIsLost(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener =
          server.listen(PortOptions.defaults().credit(PortOptions.UNLIMITED).inboxLimit(16));
      Select<Object> select = TimerConformance.select(server, shape).add(listener);
      SocketAddress address = listener.localAddress();
      List<Work<Long>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(begin("client " + i, () -> askUntilTheEnd(address)));
      }
      Answers answers = new Answers(select);
      while (answers.accepted < CLIENTS || answers.sent < BEFORE * MESSAGE) {
        answers.serve(Objects.requireNonNull(select.receive(TestServer.LONG), "nobody asks"));
      }
      Shutdown shutdown = server.io().shutdown(TestServer.LONG);
      assertSame(shutdown, server.io().shutdown(Duration.ZERO), "the first one counts");
      untilDone(shutdown, select, answers);
      long read = 0;
      for (Work<Long> client : clients) {
        read += client.get();
      }
      assertEquals(0, shutdown.left());
      assertEquals(CLIENTS, answers.told);
      assertEquals(0, answers.dropped);
      assertEquals(answers.sent, read, "bytes of answers");
    }
  }

  /** What the server answers, until its ports have finished. */
  private static final class Answers {
    private final Select<Object> select;
    private long sent;
    private long dropped;
    private int accepted;
    private int told;

    Answers(Select<Object> select) {
      this.select = select;
    }

    void serve(Object message) {
      switch (message) {
        case Accepted next -> {
          accepted++;
          select.add(next.port());
        }
        case Data data -> {
          if (!data.port().isClosed() && data.port().trySend(data.bytes())) {
            sent += data.length();
          }
          data.release();
        }
        case ShuttingDown last -> {
          told++;
          last.port().close();
        }
        case PeerClosed end -> end.port().close();
        case Closed(Port _, long bytes) -> dropped += bytes;
        default -> {
          // Nothing that is to be answered.
        }
      }
    }
  }

  private static void untilDone(Shutdown shutdown, Select<Object> select, Answers answers)
      throws InterruptedException {
    try {
      while (!shutdown.isDone()) {
        Object message = select.receive(LOOK);
        if (message != null) {
          answers.serve(message);
        }
      }
      for (Object last = select.tryReceive(); last != null; last = select.tryReceive()) {
        answers.serve(last);
      }
    } catch (ChannelClosedException e) {
      // This thread has run the server to its end, and taken all there was.
    }
  }

  /** One question after the other; how many bytes of answers there were. */
  private static long askUntilTheEnd(SocketAddress address) throws IOException {
    byte[] question = new byte[MESSAGE];
    byte[] answer = new byte[MESSAGE];
    long bytes = 0;
    try (Peer peer = Peer.connect(address)) {
      InputStream in = peer.socket().getInputStream();
      while (true) {
        peer.write(question);
        int read = in.readNBytes(answer, 0, MESSAGE);
        bytes += read;
        if (read < MESSAGE) {
          return bytes;
        }
      }
    }
  }

  @BothShapes
  void whoDoesNotFinishInTimeIsCountedAndClosed(Shape shape) throws Exception {
    PortOptions options = PortOptions.defaults().closeTimeout(Duration.ofMillis(50));
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(options);
      Select<Object> select = TimerConformance.select(server, shape);
      try (Peer one = Peer.connect(listener.localAddress());
          Peer two = Peer.connect(listener.localAddress())) {
        Port finishing = server.accept(listener);
        Port idle = server.accept(listener);
        Shutdown shutdown = server.io().shutdown(Duration.ofMillis(200));
        server.expect(finishing, ShuttingDown.class);
        finishing.close();
        Answers answers = new Answers(select);
        untilDone(shutdown, select, answers);
        assertEquals(1, shutdown.left());
        assertTrue(one.readsEnd());
        assertTrue(two.readsEnd());
        assertInstanceOf(ShuttingDown.class, idle.tryReceive());
        assertInstanceOf(Closed.class, idle.tryReceive());
      }
    }
  }

  @BothShapes
  void aServerThatShutsDownListensNoMoreAndMayConnect(Shape shape) throws Exception {
    TestServer peers = peerServer();
    Listener elsewhere = peers.listen();
    try (TestServer server = server(shape)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Shutdown shutdown = server.io().shutdown(TestServer.LONG);
        server.expect(listener, Closed.class);
        server.expect(port, ShuttingDown.class);
        assertEquals(1, shutdown.left());
        IllegalStateException refused =
            assertThrows(IllegalStateException.class, () -> server.io().listen(server.address()));
        assertTrue(String.valueOf(refused.getMessage()).contains("shutting down"));
        Port late = server.connect(elsewhere.localAddress());
        server.expect(late, Connected.class);
        server.expect(late, ShuttingDown.class);
        assertEquals(2, shutdown.left());
        assertTrue(peer.socket().isConnected());
      }
    }
  }

  @Test
  void anotherThreadWaitsForIt() throws Exception {
    try (TestServer server = server(Shape.OWN_THREADS, options -> options.loops(2))) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Shutdown shutdown = server.io().shutdown(TestServer.LONG);
        Work<Integer> waiting = begin("waiting", shutdown::await);
        server.expect(port, ShuttingDown.class);
        port.close();
        peer.shutdownOutput();
        assertEquals(0, waiting.get());
        assertTrue(shutdown.isDone());
        assertTrue(peer.readsEnd());
      }
    }
  }

  /** The owner's own wait would be without end. */
  @Test
  void theThreadThatRunsTheServerPollsInsteadOfWaiting() throws Exception {
    try (TestServer server = server(Shape.CALLER_RUNS)) {
      Listener listener = server.listen();
      try (Peer peer = Peer.connect(listener.localAddress())) {
        Port port = server.accept(listener);
        Shutdown shutdown = server.io().shutdown(TestServer.LONG);
        IllegalStateException refused = assertThrows(IllegalStateException.class, shutdown::await);
        assertTrue(String.valueOf(refused.getMessage()).contains("poll() until isDone()"));
        port.abort();
        assertTrue(peer.socket().isConnected());
      }
    }
  }

  @BothShapes
  void noTimeAtAllClosesAtOnce(Shape shape) throws Exception {
    try (TestServer server = server(shape)) {
      Listener listener = server.listen(PortOptions.defaults().closeTimeout(Duration.ZERO));
      try (Peer peer = Peer.connect(listener.localAddress())) {
        server.accept(listener);
        for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofHours(24).plusNanos(1))) {
          IllegalArgumentException refused =
              assertThrows(IllegalArgumentException.class, () -> server.io().shutdown(wrong));
          assertEquals(
              "the time to shut down is " + wrong + "; it must be 0 (at once) to 24 h",
              refused.getMessage());
        }
        Shutdown shutdown = server.io().shutdown(Duration.ZERO);
        Select<Object> select = TimerConformance.select(server, shape);
        untilDone(shutdown, select, new Answers(select));
        assertEquals(1, shutdown.left());
        assertTrue(peer.readsEnd());
      }
    }
  }
}
