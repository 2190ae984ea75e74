package dev.ioserver.testkit.suite;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.Family;
import dev.ioserver.testkit.fixture.Leftovers;
import dev.ioserver.testkit.fixture.OverUnixSockets;
import dev.ioserver.testkit.fixture.Peer;
import dev.ioserver.testkit.fixture.PeerLayer;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import dev.ioserver.testkit.fixture.ThroughLayer;
import dev.ioserver.testkit.fixture.UnixSupport;
import dev.ioserver.testkit.fixture.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/**
 * The base of all conformance tests: opens what a test needs, and looks after each test for what it
 * left behind: servers, threads, descriptors, data that was not released.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class Conformance {

  private static final String SERVER = "conformance";

  /** So many servers are kept to the end of a test: a closed one has a megabyte and more. */
  private static final int KEPT = 32;

  private final List<TestServer> servers = Collections.synchronizedList(new ArrayList<>());

  /** What was wrong with servers that are not kept. Guarded by the list of servers. */
  private final List<String> earlierProblems = new ArrayList<>();

  private final List<Work<?>> works = Collections.synchronizedList(new ArrayList<>());
  private String test = "";
  private @Nullable PeerLayer layer;
  private @Nullable Leftovers before;

  /** For subclasses. */
  protected Conformance() {}

  /**
   * {@return the name of the engine under test: what {@link EngineUnderTest} says on the outer
   * classes}
   */
  protected String engine() {
    for (Class<?> type = getClass(); type != null; type = type.getEnclosingClass()) {
      EngineUnderTest name = type.getAnnotation(EngineUnderTest.class);
      if (name != null) {
        return name.value();
      }
    }
    throw new IllegalStateException(
        getClass().getName()
            + " names no engine: annotate it, or a class around it, with @"
            + EngineUnderTest.class.getSimpleName());
  }

  /** {@return a selector of the engine under test, which the test closes} */
  final IoSelector openSelector() throws SystemCallException {
    return IoSelector.open(SelectorOptions.defaults().engine(engine()));
  }

  /**
   * {@return the kind of sockets under test: TCP, unless the class is one {@link OverUnixSockets}}
   */
  protected final Family family() {
    return getClass().isAnnotationPresent(OverUnixSockets.class) ? Family.UNIX : Family.TCP;
  }

  /** {@return what the tests run through: nothing, unless the class is one {@link ThroughLayer}} */
  protected final @Nullable PeerLayer layer() {
    return layer;
  }

  private @Nullable PeerLayer makeLayer() throws ReflectiveOperationException {
    ThroughLayer through = getClass().getAnnotation(ThroughLayer.class);
    return through == null ? null : through.value().getDeclaredConstructor().newInstance();
  }

  /**
   * Says what is wrong with the system itself, so that no engine can pass a test on it. A reason
   * has its evidence with it: the control that fails alike.
   *
   * @param method the name of the test's method
   * @return the reason to skip the test; null, as a rule, lets it run
   */
  protected @Nullable String faultOfSystem(String method) {
    return null;
  }

  @BeforeEach
  final void look(TestInfo info) throws Exception {
    String method = info.getTestMethod().map(found -> found.getName()).orElse("");
    test = method + " ";
    if (family() == Family.UNIX && !UnixSupport.isHere()) {
      skip("this system has no Unix sockets, says java.nio");
    }
    String fault = faultOfSystem(method);
    if (fault != null) {
      skip(fault);
    }
    layer = makeLayer();
    Peer.through(layer);
    Leftovers.warmUp();
    before = Leftovers.look(SERVER);
  }

  @AfterEach
  final void lookForLeftovers() throws Exception {
    Peer.through(null);
    List<String> problems = new ArrayList<>();
    for (Work<?> work : List.copyOf(works)) {
      if (!work.awaitEnd()) {
        problems.add("the thread " + work.name() + " did not end");
      }
    }
    synchronized (servers) {
      problems.addAll(earlierProblems);
      for (TestServer server : servers) {
        server.finish(problems);
      }
    }
    Leftovers earlier = before;
    if (earlier != null) {
      earlier.compare(problems);
    }
    if (!problems.isEmpty()) {
      Assertions.fail("left behind: " + String.join("; ", problems));
    }
  }

  /** Skips a test on a system whose kernel has no last words, whatever the engine. */
  protected final void needsBytesToOutliveAReset() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      skip("Windows throws away what was not read when a reset arrives");
    }
  }

  /**
   * Opens a server of the engine under test, which is closed after the test at the latest.
   *
   * @param shape who runs its loop
   * @return the server, with the leak check on
   * @throws SystemCallException if it cannot be opened
   */
  protected final TestServer server(Shape shape) throws SystemCallException {
    return server(shape, options -> options);
  }

  /**
   * As the other, with changed options; for {@link Shape#OWN_THREADS} with more loops, say.
   *
   * @param shape who runs its loop
   * @param change gets the options that the other would use, and returns those to use
   * @return the server
   * @throws SystemCallException if it cannot be opened
   */
  protected final TestServer server(Shape shape, UnaryOperator<IoServerOptions> change)
      throws SystemCallException {
    IoServerOptions options =
        IoServerOptions.defaults().engine(engine()).name(SERVER).leakCheck(true);
    if (shape == Shape.CALLER_RUNS) {
      options = options.callerRuns();
    }
    TestServer server = new TestServer(change.apply(options), shape, family(), layer);
    keep(server);
    return server;
  }

  /** Stress tests open thousands: the oldest that are closed are looked after and forgotten. */
  private void keep(TestServer server) {
    synchronized (servers) {
      servers.add(server);
      for (int i = 0; servers.size() > KEPT && i < servers.size() - KEPT; ) {
        if (servers.get(i).isClosed()) {
          servers.remove(i).finish(earlierProblems);
        } else {
          i++;
        }
      }
    }
  }

  /**
   * Opens a server with a thread of its own, to be the other side of what is tested.
   *
   * @return the server, which is closed after the test at the latest
   * @throws SystemCallException if it cannot be opened
   */
  protected final TestServer peerServer() throws SystemCallException {
    return server(Shape.OWN_THREADS);
  }

  /**
   * Begins something on a platform thread of its own; the test fails if it does not end.
   *
   * @param <T> the type of the result
   * @param name the name of the thread
   * @param body what is done there
   * @return what waits for the result
   */
  protected final <T extends @Nullable Object> Work<T> begin(String name, Callable<T> body) {
    Work<T> work = new Work<>(name, body, false);
    works.add(work);
    return work;
  }

  /**
   * As {@link #begin}, on a virtual thread.
   *
   * @param <T> the type of the result
   * @param name the name of the thread
   * @param body what is done there
   * @return what waits for the result
   */
  protected final <T extends @Nullable Object> Work<T> beginVirtual(String name, Callable<T> body) {
    Work<T> work = new Work<>(name, body, true);
    works.add(work);
    return work;
  }

  /**
   * As {@link #begin}, for what gives no result.
   *
   * @param name the name of the thread
   * @param body what is done there
   * @return what waits for its end
   */
  protected final Work<@Nullable Void> run(String name, Action body) {
    return begin(
        name,
        () -> {
          body.run();
          return null;
        });
  }

  /**
   * As {@link #run}, on a virtual thread.
   *
   * @param name the name of the thread
   * @param body what is done there
   * @return what waits for its end
   */
  protected final Work<@Nullable Void> runVirtual(String name, Action body) {
    return beginVirtual(
        name,
        () -> {
          body.run();
          return null;
        });
  }

  /** {@return a random source whose seed is printed; {@code -Dioserver.seed} sets it} */
  protected final Random random() {
    long seed = Long.getLong("ioserver.seed", System.nanoTime());
    System.out.println("[" + engine() + "] " + test + "ioserver.seed=" + seed);
    return new Random(seed);
  }

  /**
   * {@return a number of rounds, which depends on {@code -Dioserver.stress=true}}
   *
   * @param normal the number without it
   * @param stress the number with it
   */
  protected static int rounds(int normal, int stress) {
    return Boolean.getBoolean("ioserver.stress") ? stress : normal;
  }

  /**
   * Ends the test as skipped, and says so where it is seen.
   *
   * @param reason why it cannot pass here
   */
  protected final void skip(String reason) {
    System.out.println("!! SKIPPED [" + engine() + "] " + test + reason);
    Assumptions.abort(reason);
  }

  /** Something that may fail. */
  @FunctionalInterface
  protected interface Action {
    /**
     * Does it.
     *
     * @throws Exception if it fails; the test then fails where it waits for the end
     */
    void run() throws Exception;
  }
}
