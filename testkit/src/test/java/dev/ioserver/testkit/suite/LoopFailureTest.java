package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Bytes;
import dev.ioserver.testkit.fixture.EngineLoader;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop whose poller breaks down: everyone who depends on it hears of it. */
class LoopFailureTest extends Conformance {

  @TempDir Path services;
  private ClassLoader former;

  @Override
  protected String engine() {
    return FaultyEngine.NAME;
  }

  @BeforeEach
  void install() {
    former = Thread.currentThread().getContextClassLoader();
    System.clearProperty(FaultyEngine.BROKEN);
  }

  @AfterEach
  void remove() {
    System.clearProperty(FaultyEngine.BROKEN);
    Thread.currentThread().setContextClassLoader(former);
  }

  @BothShapes
  void brokenPollerEndsEverythingWithTheCause(Shape shape) throws Exception {
    useFaultyEngine();
    TestServer server = server(shape);
    server.mayFail();
    Listener listener = server.listen();
    Port client = server.connect(listener.localAddress());
    Port port = server.accept(listener);
    server.expect(client, Connected.class);
    Timer timer = server.timer(Duration.ofHours(1));
    System.setProperty(FaultyEngine.BROKEN, "true");
    if (shape == Shape.OWN_THREADS) {
      Work<ChannelClosedException> receiver =
          begin(
              "receiver",
              () ->
                  assertThrows(ChannelClosedException.class, () -> port.read(1, TestServer.LONG)));
      timer.schedule(Duration.ZERO, Duration.ZERO);
      assertNotNull(receiver.get());
    } else {
      assertThrows(UncheckedIOException.class, () -> port.read(1, TestServer.LONG));
    }
    server.until("the failure shows", () -> server.io().failure() != null);
    SystemCallException failure =
        assertInstanceOf(SystemCallException.class, server.io().failure());
    assertEquals("EFAULTY", failure.codeName());
    for (Port each : List.of(port, client)) {
      Failed failed = null;
      while (!each.isDone()) {
        if (each.tryReceive() instanceof Failed told) {
          failed = told;
        }
      }
      assertNotNull(failed, each + " was not told");
      assertSame(failure, failed.cause().getCause());
      assertThrows(ChannelClosedException.class, () -> each.send(Bytes.zeros(1)));
    }
    while (!(listener.tryReceive() instanceof Closed)) {
      // A failure may be told before.
    }
    assertTrue(listener.isDone());
    while (!timer.isDone()) {
      timer.tryReceive();
    }
    assertThrows(
        RuntimeException.class,
        () -> {
          Port late = server.io().connect(listener.localAddress());
          server.next(late);
          throw new ChannelClosedException("ended " + late, null);
        });
    server.close();
  }

  @Test
  void factoryOfVirtualThreadsIsRefusedAndLeavesNothing() throws Exception {
    useFaultyEngine();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            server(
                Shape.OWN_THREADS, options -> options.threadFactory(Thread.ofVirtual().factory())));
  }

  @Test
  void unknownEngineSaysOfEachWhyNot() throws IOException {
    useFaultyEngine();
    var thrown =
        assertThrows(
            dev.ioserver.engine.api.EngineUnavailableException.class,
            () -> server(Shape.OWN_THREADS, options -> options.engine("none-such")));
    assertTrue(thrown.getMessage().contains("none-such"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("nio"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(FaultyEngine.NAME), thrown.getMessage());
  }

  private void useFaultyEngine() throws IOException {
    Thread.currentThread()
        .setContextClassLoader(
            new EngineLoader(former, FaultyEngine.class, FaultyEngine.class.getName(), services));
  }
}
