package dev.ioserver.testkit;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Expired;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.Receiver;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Timer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/**
 * A server under test. What it opens is received from directly in either shape: on a caller-run
 * server it is taken out of the server's own select.
 */
public final class TestServer implements AutoCloseable {

  /** Long enough for anything that comes at all, in nanoseconds. */
  public static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final IoServer io;
  private final Shape shape;
  private final Thread opener = Thread.currentThread();
  private volatile boolean mayFail;

  TestServer(IoServerOptions options, Shape shape) throws SystemCallException {
    this.io = IoServer.open(options);
    this.shape = shape;
  }

  /** The server itself. */
  public IoServer io() {
    return io;
  }

  /** Listens on a loopback port that the system chooses. */
  public Listener listen(ListenOptions options) throws SystemCallException {
    return direct(io.listen(loopback(), options));
  }

  /** As the other, with these options for accepted ports. */
  public Listener listen(PortOptions ports) throws SystemCallException {
    return listen(ListenOptions.defaults().ports(ports));
  }

  /** As the other, with default options. */
  public Listener listen() throws SystemCallException {
    return listen(ListenOptions.defaults());
  }

  /** Begins to connect. */
  public Port connect(InetSocketAddress address, PortOptions options) {
    return direct(io.connect(address, options));
  }

  /** As the other, with default options. */
  public Port connect(InetSocketAddress address) {
    return connect(address, PortOptions.defaults());
  }

  /** A timer. */
  public Timer timer(long delayNanos, long periodNanos) {
    return direct(io.timer(delayNanos, periodNanos));
  }

  /** Waits for a connection. */
  public Port accept(Listener listener) throws InterruptedException {
    return direct(expect(listener, Accepted.class).port());
  }

  /** Waits for the next message, whatever it is. */
  public <T> T next(Receiver<T> source) throws InterruptedException {
    T message = source.receive(LONG_NANOS);
    if (message == null) {
      throw new AssertionError("nothing came from " + source);
    }
    return message;
  }

  /** Waits for the next message, which must be of that kind. */
  public <M> M expect(Receiver<? extends Message> source, Class<M> kind)
      throws InterruptedException {
    Message message = next(source);
    if (!kind.isInstance(message)) {
      throw new AssertionError(source + " gave " + message + ", not " + kind.getSimpleName());
    }
    return kind.cast(message);
  }

  /** Waits for something that other threads, or the loop, bring about. */
  public void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONG_NANOS;
    while (!condition.getAsBoolean()) {
      if (deadline - System.nanoTime() < 0) {
        throw new AssertionError("did not happen: " + what);
      }
      idle(1_000_000);
    }
  }

  /** Waits for a result of another thread; a caller-run loop runs meanwhile. */
  public <T extends @Nullable Object> T join(Work<T> work) throws Exception {
    until(work.name() + " ends", work::isDone);
    return work.get();
  }

  /** Lets the time pass; a caller-run loop runs meanwhile. */
  public void idle(long nanos) throws InterruptedException {
    if (shape == Shape.CALLER_RUNS && Thread.currentThread() == opener) {
      Object message = io.select().receive(nanos);
      Assertions.assertNull(message, "a message for nobody");
    } else {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }

  /**
   * Waits until the loop has done what it was asked for before; for a server with one loop, which
   * does it in the order of the asking.
   */
  public void settle() throws InterruptedException {
    Timer probe = timer(0, 0);
    expect(probe, Expired.class);
    probe.cancel();
    expect(probe, Closed.class);
  }

  /** The counters of all loops together. */
  public LoopCounters counters() {
    List<LoopCounters> all = io.counters();
    LoopCounters sum = all.getFirst();
    for (int i = 1; i < all.size(); i++) {
      sum = sum.plus(all.get(i));
    }
    return sum;
  }

  /** Says that a loop of this server is made to fail. */
  public void mayFail() {
    mayFail = true;
  }

  /** What a caller-run server puts into its select is received from directly here. */
  public <R extends Receiver<?>> R direct(R source) {
    if (shape == Shape.CALLER_RUNS) {
      io.select().remove(source);
    }
    return source;
  }

  @Override
  public void close() {
    io.close();
  }

  /** A port of the loopback interface for the system to choose. */
  public static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  void finish(List<String> problems) {
    io.close();
    if (io.unreleased() != 0) {
      problems.add(io.unreleased() + " data messages that were not released");
    }
    if (!mayFail && io.failure() != null) {
      problems.add("a loop that failed: " + io.failure());
    }
  }
}
