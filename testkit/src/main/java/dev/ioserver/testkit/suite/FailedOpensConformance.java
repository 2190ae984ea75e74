package dev.ioserver.testkit.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.testkit.fixture.BothShapes;
import dev.ioserver.testkit.fixture.Faults;
import dev.ioserver.testkit.fixture.FaultsInFront;
import dev.ioserver.testkit.fixture.FewDescriptors;
import dev.ioserver.testkit.fixture.FreeDescriptors;
import dev.ioserver.testkit.fixture.Leftovers;
import dev.ioserver.testkit.fixture.Shape;
import dev.ioserver.testkit.fixture.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An exception at any step of opening leaves nothing: no descriptor, thread or bean, and nobody who
 * waits. Each call that is made of the engine fails once, in each way.
 */
public abstract class FailedOpensConformance extends Conformance {

  private static final String NAME = "failed-opens";
  private static final int LOOPS = 3;
  private static final Duration SOON = Duration.ofSeconds(10);

  /** More calls than anything here makes. */
  private static final int MOST_CALLS = 500;

  @RegisterExtension final FaultsInFront inFront = new FaultsInFront();

  /** For subclasses. */
  protected FailedOpensConformance() {}

  /** Opens something and, if that goes well, uses and closes it. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws Exception;
  }

  @BothShapes
  void serverThatCannotBeOpenedLeavesNothing(Shape shape) throws Exception {
    eachStep(
        LOOPS + 1,
        () -> {
          IoServer io = IoServer.open(options(shape));
          faults().disarm();
          assertTrue(beans() > 0, "a server has beans");
          io.close();
        });
  }

  @Test
  void selectorThatCannotBeOpenedLeavesNothing() throws Exception {
    eachStep(
        2,
        () -> {
          SelectorOptions options = SelectorOptions.defaults().engine(Faults.ENGINE);
          try (IoSelector selector = IoSelector.open(options)) {
            selector.openSockets().close();
          }
        });
  }

  /** Listens, accepts and connects on a server that is open already. */
  @BothShapes
  void portsThatCannotBeOpenedLeaveNothingAndSaySo(Shape shape) throws Exception {
    eachStep(
        LOOPS,
        () -> {
          Faults.Kind kind = faults().kind();
          int step = faults().failing();
          faults().disarm();
          try (IoServer io = IoServer.open(options(shape));
              ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            faults().arm(step, kind);
            openAndUse(io, peer);
          }
        });
  }

  private void openAndUse(IoServer io, ServerSocket peer) throws Exception {
    Leftovers before = Leftovers.look("nothing");
    Listener listener;
    try {
      listener = io.listen(TestServer.loopback());
    } catch (SystemCallException | RuntimeException | OutOfMemoryError e) {
      List<String> problems = new ArrayList<>();
      before.compare(problems);
      assertEquals(List.of(), problems, "of a listener, while its server is open");
      throw e;
    }
    detach(io, listener);
    try (Socket client = new Socket();
        Socket another = new Socket()) {
      client.connect(listener.localAddress());
      Message first = next(listener);
      boolean failed = first instanceof Failed;
      if (failed) {
        // It has ended; or it rests, and accepts whoever comes next.
        try {
          another.connect(listener.localAddress());
        } catch (ConnectException e) {
          // It has ended: that it is closed comes next.
        }
        first = next(listener);
      }
      if (first instanceof Accepted accepted) {
        Port port = detach(io, accepted.port());
        port.active(1);
        if (!failed) {
          client.getOutputStream().write(1);
        }
        end(port);
      } else {
        assertInstanceOf(Closed.class, first);
      }
    }
    Port port = detach(io, io.connect(peer.getLocalSocketAddress()));
    if (next(port) instanceof Connected) {
      end(port);
    } else {
      expectClosed(port);
    }
    listener.close();
    if (!listener.isDone()) {
      end(listener);
    }
  }

  /** A factory that fails, in each way that it can, for each of the threads. */
  @Test
  void threadsThatCannotBeStartedLeaveNothing() throws Exception {
    faults();
    List<java.util.function.Function<Runnable, @Nullable Thread>> failures =
        List.of(
            _ -> {
              throw new IllegalArgumentException("made to fail");
            },
            _ -> {
              throw new OutOfMemoryError("made to fail");
            },
            _ -> null,
            task ->
                new Thread(task, NAME) {
                  @Override
                  public synchronized void start() {
                    throw new OutOfMemoryError("made to fail");
                  }
                },
            task -> {
              Thread started = new Thread(task, NAME);
              started.start();
              return started;
            });
    for (var failure : failures) {
      for (int n = 0; n < LOOPS; n++) {
        Leftovers before = Leftovers.look(NAME);
        int failing = n;
        AtomicInteger made = new AtomicInteger();
        ThreadFactory factory =
            task ->
                made.getAndIncrement() == failing
                    ? failure.apply(task)
                    : Thread.ofPlatform().name(NAME).daemon().unstarted(task);
        Throwable thrown =
            assertThrows(
                Throwable.class,
                () -> IoServer.open(options(Shape.OWN_THREADS).threadFactory(factory)));
        compare(before, n + ": " + thrown);
      }
    }
  }

  /** In a process of its own, with no descriptor free, then one, two and so on. */
  @Test
  void withFewFreeDescriptorsOpensLeaveNothing() throws Exception {
    Path output = Files.createTempFile("free-descriptors", ".txt");
    try {
      Process child = FreeDescriptors.start(engine(), output);
      boolean ended = child.waitFor(60, TimeUnit.SECONDS);
      if (!ended) {
        child.destroyForcibly();
        child.waitFor();
      }
      String said = Files.readString(output);
      if (said.contains(FewDescriptors.CANNOT)) {
        skip(said.strip());
      }
      assertTrue(ended, "the child process hangs:\n" + said);
      assertEquals(0, child.exitValue(), said);
      assertTrue(said.contains("passed"), said);
    } catch (IOException e) {
      skip("no shell to limit descriptors with: " + e.getMessage());
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private void eachStep(int leastCalls, Attempt attempt) throws Exception {
    for (Faults.Kind kind : Faults.Kind.values()) {
      int step = 0;
      for (boolean failed = true; failed; step++) {
        assertTrue(step < MOST_CALLS, "too many calls");
        Leftovers before = Leftovers.look(NAME);
        faults().arm(step, kind);
        Throwable thrown = null;
        try {
          attempt.run();
        } catch (SystemCallException
            | RuntimeException
            | OutOfMemoryError
            | java.net.SocketException e) {
          thrown = e;
        }
        failed = faults().hasFailed();
        if (!failed) {
          assertNull(thrown, () -> "nothing was made to fail");
        }
        String what = kind + " at call " + step + " of " + faults().calls() + ": " + thrown;
        faults().disarm();
        compare(before, what);
      }
      assertTrue(step > leastCalls, kind + " failed at no more than " + step + " calls");
    }
  }

  private static void compare(Leftovers before, String what) throws Exception {
    List<String> problems = new ArrayList<>();
    before.compare(problems);
    if (beans() > 0) {
      problems.add(beans() + " beans");
    }
    assertEquals(List.of(), problems, what);
  }

  private static int beans() throws Exception {
    ObjectName ours = new ObjectName("dev.ioserver:type=Loop,name=\"" + NAME + "*\",*");
    return ManagementFactory.getPlatformMBeanServer().queryNames(ours, null).size();
  }

  private static IoServerOptions options(Shape shape) {
    IoServerOptions options = IoServerOptions.defaults().engine(Faults.ENGINE).name(NAME).jmx(true);
    return shape == Shape.CALLER_RUNS ? options.callerRuns() : options.loops(LOOPS);
  }

  /** What a caller-run server has in its select is received from directly here. */
  private static <R extends Receiver<?>> R detach(IoServer io, R source) {
    try {
      io.select().remove(source);
    } catch (IllegalStateException e) {
      // The loops have threads of their own: there is no such select.
      assertFalse(e.getMessage() == null);
    }
    return source;
  }

  private Message next(Receiver<? extends Message> source) throws Exception {
    Message message = source.receive(SOON);
    assertNotNull(
        message, () -> faults().kind() + ": nobody says anything to " + source + faults().calls());
    return message;
  }

  private void expectClosed(Receiver<? extends Message> source) throws Exception {
    for (Message message = next(source); !(message instanceof Closed); message = next(source)) {
      assertFalse(message instanceof Failed, "told twice: " + message);
    }
  }

  private void end(Receiver<? extends Message> source) throws Exception {
    source.close();
    try {
      while (!(next(source) instanceof Closed)) {
        // What came before.
      }
    } catch (ChannelClosedException e) {
      assertTrue(source.isDone());
    }
  }

  private Faults faults() {
    return inFront.of(engine());
  }
}
