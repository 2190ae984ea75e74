package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.Faults;
import dev.ioserver.testkit.fixture.FaultsInFront;
import dev.ioserver.testkit.fixture.Leftovers;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Some loops of a server have failed: the others do their work, and all are told the cause. */
public abstract class DeadLoopConformance extends Conformance {

  private static final int LOOPS = 3;

  /** Rounds that a loop in three would be given a third of. */
  private static final int ROUNDS = 30;

  @RegisterExtension final FaultsInFront inFront = new FaultsInFront();

  /** For subclasses. */
  protected DeadLoopConformance() {}

  @Test
  void acceptsConnectsAndTimersGoToTheLoopsThatAreLeft() throws Exception {
    TestServer server = threeLoops();
    Listener listener = server.listen();
    breakLoop(server, 1);
    List<LoopCounters> before = server.io().counters();
    for (int i = 0; i < ROUNDS; i++) {
      try (Socket peer = connect(listener)) {
        Port port = server.accept(listener);
        peer.getOutputStream().write(1);
        Bytes.receive(port, 1).release();
        port.abort();
      }
    }
    List<LoopCounters> after = server.io().counters();
    assertEquals(0, bytesIn(before, after, 1), "the dead loop received");
    assertEquals(ROUNDS / 2, bytesIn(before, after, 0), "the share of the first");
    assertEquals(ROUNDS / 2, bytesIn(before, after, 2), "the share of the third");
    for (int i = 0; i < ROUNDS; i++) {
      Port client = server.connect(listener.localAddress());
      server.expect(client, Connected.class);
      Port port = server.accept(listener);
      client.abort();
      server.expect(client, Closed.class);
      port.abort();
      Timer timer = server.timer(Duration.ZERO);
      server.expect(timer, Expired.class);
    }
    for (int i = 0; i < LOOPS; i++) {
      server.io().listen(TestServer.loopback()).close();
    }
  }

  @Test
  void listenerOfTheDeadLoopFailsWithTheCauseAndItsAddressCanBeListenedOnAgain() throws Exception {
    TestServer server = threeLoops();
    Listener listener = server.listen();
    // One of each in every loop; those of the first are told.
    List<Timer> timers = new ArrayList<>();
    List<Port> clients = new ArrayList<>();
    Listener second = server.listen();
    for (int i = 0; i < LOOPS; i++) {
      timers.add(server.timer(Duration.ofHours(1)));
    }
    for (int i = 0; i < LOOPS; i++) {
      clients.add(server.connect(second.localAddress()));
      server.expect(clients.get(i), Connected.class);
      server.accept(second);
    }
    breakLoop(server, 0);
    SystemCallException cause = assertInstanceOf(SystemCallException.class, server.io().failure());
    assertEquals("EFAULTY", cause.codeName());
    Failed failed = server.expect(listener, Failed.class);
    assertSame(cause, failed.cause().getCause());
    server.expect(listener, Closed.class);
    assertTrue(listener.isDone());
    ChannelClosedException late =
        assertThrows(ChannelClosedException.class, () -> listener.receive(TestServer.LONG));
    assertSame(failed.cause(), late.getCause());
    assertEquals(-1, listener.descriptor());
    // Whose peer lived in that loop may have failed too, by a reset.
    List<Failed> told = new ArrayList<>();
    server.until(
        "the port of that loop is told",
        () -> {
          for (Port client : clients) {
            if (!client.isDone()
                && client.tryReceive() instanceof Failed one
                && !(one.cause() instanceof SystemCallException)) {
              told.add(one);
            }
          }
          return !told.isEmpty();
        });
    assertEquals(1, told.size(), "one port in three");
    assertSame(cause, told.getFirst().cause().getCause());
    List<Timer> ended = new ArrayList<>();
    server.until(
        "the timer of that loop is told",
        () -> {
          for (Timer timer : timers) {
            if (!timer.isDone() && timer.tryReceive() instanceof Closed) {
              ended.add(timer);
            }
          }
          return !ended.isEmpty();
        });
    assertEquals(1, ended.size(), "one timer in three");
    assertSame(
        cause, assertThrows(ChannelClosedException.class, ended.getFirst()::tryReceive).getCause());
    // The loops that are left take over.
    Listener again = server.io().listen(listener.localAddress());
    try (Socket peer = connect(again)) {
      Port port = server.accept(again);
      peer.getOutputStream().write(1);
      Bytes.receive(port, 1).release();
    }
  }

  @Test
  void whenAllAreDeadEverythingThatIsOpenedSaysWhyAndNoDescriptorIsLeft() throws Exception {
    Leftovers before = Leftovers.look("nothing");
    TestServer server = threeLoops();
    Listener listener = server.listen();
    for (int i = 0; i < 2 * LOOPS; i++) {
      server.expect(server.connect(listener.localAddress()), Connected.class);
      server.accept(listener);
    }
    for (int i = LOOPS - 1; i >= 0; i--) {
      faults().breakPoller(i);
    }
    server.until(
        "all loops have failed",
        () -> {
          try {
            server.timer(Duration.ofHours(1));
            return false;
          } catch (IllegalStateException e) {
            return true;
          }
        });
    Throwable cause = server.io().failure();
    List<org.junit.jupiter.api.function.Executable> openings =
        List.of(
            () -> server.io().listen(TestServer.loopback()),
            () -> server.io().connect(listener.localAddress()),
            () -> server.io().timer(Duration.ZERO),
            () -> server.io().timerNanos(0, 0));
    for (var opening : openings) {
      IllegalStateException thrown = assertThrows(IllegalStateException.class, opening);
      assertSame(cause, thrown.getCause());
      assertTrue(String.valueOf(thrown.getMessage()).contains("EFAULTY"), thrown.getMessage());
    }
    List<String> problems = new ArrayList<>();
    before.compare(problems);
    assertEquals(List.of(), problems, "before the server is closed");
  }

  private TestServer threeLoops() throws SystemCallException {
    faults();
    TestServer server =
        server(Shape.OWN_THREADS, options -> options.engine(Faults.ENGINE).loops(LOOPS));
    server.mayFail();
    return server;
  }

  private void breakLoop(TestServer server, int loop) throws InterruptedException {
    faults().breakPoller(loop);
    server.until("the failure shows", () -> server.io().failure() != null);
  }

  private Faults faults() {
    return inFront.of(engine());
  }

  private static Socket connect(Listener listener) throws IOException {
    Socket socket = new Socket();
    socket.connect(listener.localAddress());
    return socket;
  }

  private static long bytesIn(List<LoopCounters> before, List<LoopCounters> after, int loop) {
    return after.get(loop).bytesIn() - before.get(loop).bytesIn();
  }
}
