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
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  void install() throws IOException {
    Path list = services.resolve("dev.ioserver.engine.spi.Engine");
    Files.writeString(list, FaultyEngine.class.getName());
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
    Timer timer = server.timer(TimeUnit.HOURS.toNanos(1), 0);
    System.setProperty(FaultyEngine.BROKEN, "true");
    if (shape == Shape.OWN_THREADS) {
      Work<ChannelClosedException> receiver =
          begin(
              "receiver",
              () ->
                  assertThrows(
                      ChannelClosedException.class, () -> port.receive(1, TestServer.LONG_NANOS)));
      timer.schedule(0, 0);
      assertNotNull(receiver.get());
    } else {
      assertThrows(UncheckedIOException.class, () -> port.receive(1, TestServer.LONG_NANOS));
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
  void unknownEngineSaysOfEachWhyNot() {
    useFaultyEngine();
    var thrown =
        assertThrows(
            dev.ioserver.engine.api.EngineUnavailableException.class,
            () -> server(Shape.OWN_THREADS, options -> options.engine("none-such")));
    assertTrue(thrown.getMessage().contains("none-such"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("nio"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(FaultyEngine.NAME), thrown.getMessage());
  }

  private void useFaultyEngine() {
    Thread.currentThread().setContextClassLoader(new Loader(former, services));
  }

  /** Services are found in the unnamed module only, so the provider is defined there once more. */
  private static final class Loader extends ClassLoader {

    private final Path services;

    Loader(ClassLoader parent, Path services) {
      super(parent);
      this.services = services;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(FaultyEngine.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
      try (InputStream in = FaultyEngine.class.getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (!name.equals("META-INF/services/dev.ioserver.engine.spi.Engine")) {
        return super.getResources(name);
      }
      List<URL> all = Collections.list(super.getResources(name));
      all.add(services.resolve("dev.ioserver.engine.spi.Engine").toUri().toURL());
      return Collections.enumeration(all);
    }
  }
}
