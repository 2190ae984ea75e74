package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.DatagramCounters;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.Acceptor;
import dev.ioserver.engine.spi.ClosedStream;
import dev.ioserver.engine.spi.CompletionEngine;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.TransportContext;
import dev.ioserver.engine.spi.TransportCounters;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A loop of the calling thread over a transport that does what the test says: completions come when
 * the test makes them.
 */
final class FakeEngine implements CompletionEngine {

  static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  final EventLoop loop;
  final ArrayDeque<Long> discarded = new ArrayDeque<>();
  private @Nullable FakeEndpoint last;
  private @Nullable FakeAcceptor acceptor;
  private @Nullable FakeWatcher watcher;

  /** What the next opening of a stream fails with. */
  private @Nullable Throwable trouble;

  /** What the next poll brings. */
  private Completions next = () -> {};

  /** How often the transport was asked. */
  private long polls;

  /** Whether there is memory for so many bytes; any thread asks. */
  private volatile IntPredicate memory = _ -> true;

  FakeEngine() throws SystemCallException {
    this(IoServerOptions.defaults().leakCheck(true));
  }

  FakeEngine(IoServerOptions options) throws SystemCallException {
    loop = new EventLoop("fake", this, options);
    loop.claim();
  }

  /** Things that a poll finds done. */
  interface Completions {
    void complete() throws SystemCallException;
  }

  /** Has the next connect or adopt fail. */
  void trouble(Throwable cause) {
    trouble = cause;
  }

  /** Says for which allocations there is memory. */
  void memory(IntPredicate there) {
    memory = there;
  }

  @Override
  public ByteBuffer allocate(int bytes) {
    if (!memory.test(bytes)) {
      throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes, says the test");
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  /** Says what the next poll brings. */
  void onNextPoll(Completions completions) {
    next = completions;
  }

  /** Runs what was asked of the loop. */
  void run() {
    loop.parker().runOnce(Condition.NEVER);
  }

  /** A connected port. */
  TcpPort port(PortOptions options) {
    TcpPort port = new TcpPort(loop, options, ADDRESS);
    port.startConnect();
    endpoint().handler.onConnected();
    return port;
  }

  /** As {@link #port}, of a peer that is a trusted proxy. */
  TcpPort proxied(PortOptions options) {
    TcpPort port = new TcpPort(loop, options, ADDRESS, true);
    port.startConnect();
    endpoint().handler.onConnected();
    return port;
  }

  /** The endpoint that was opened last. */
  FakeEndpoint endpoint() {
    return Objects.requireNonNull(last);
  }

  /** An endpoint that writes and closes when the test says so. */
  final class FakeEndpoint implements Stream {

    final StreamHandler handler;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ArrayDeque<Chunk> unsent = new ArrayDeque<>();
    boolean receiving;
    boolean closed;
    int orderlyCloses;
    int flushes;

    FakeEndpoint(StreamHandler handler) {
      this.handler = handler;
    }

    /** Bytes come from the peer, in a chunk of their own. */
    void arrive(byte[] bytes, int from, int to) {
      Chunk chunk = loop.pool().lease(to - from);
      chunk.buffer().put(0, bytes, from, to - from);
      chunk.writeIndex(to - from);
      try {
        handler.onReceived(chunk, 0, to - from);
      } catch (OutOfMemoryError e) {
        // As a transport deals with it.
        handler.onThrown(e);
        close(true);
      }
      chunk.release();
    }

    /** Writes all that is queued. */
    void write() {
      long bytes = unsentBytes();
      for (Chunk chunk = unsent.poll(); chunk != null; chunk = unsent.poll()) {
        byte[] part = new byte[chunk.readable()];
        chunk.buffer().get(chunk.readIndex(), part);
        written.writeBytes(part);
        chunk.release();
      }
      handler.onSent(bytes);
    }

    @Override
    public void receiving(boolean on) {
      receiving = on;
    }

    @Override
    public void send(Chunk first) {
      for (Chunk chunk = first; chunk != null; ) {
        Chunk next = chunk.next();
        chunk.next(null);
        unsent.add(chunk);
        chunk = next;
      }
    }

    @Override
    public void flush() {
      // Written when the test says so.
      flushes++;
    }

    @Override
    public long unsentBytes() {
      return unsent.stream().mapToLong(Chunk::readable).sum();
    }

    @Override
    public void shutdownOutput() {
      // Nobody looks.
    }

    @Override
    public void closeAfterFlush() {
      orderlyCloses++;
      if (unsent.isEmpty()) {
        close(false);
      }
    }

    @Override
    public void close(boolean reset) {
      if (!closed) {
        closed = true;
        unsent.forEach(Chunk::release);
        unsent.clear();
        handler.onClosed();
      }
    }

    @Override
    public @Nullable SocketAddress localAddress() {
      return ADDRESS;
    }

    @Override
    public long descriptor() {
      return closed ? -1 : 1;
    }

    @Override
    public <T> T option(SocketOption<T> option) throws SystemCallException {
      return ClosedStream.INSTANCE.option(option);
    }

    @Override
    public <T> void option(SocketOption<T> option, T value) throws SystemCallException {
      ClosedStream.INSTANCE.option(option, value);
    }
  }

  /** The acceptor that was opened last. */
  FakeAcceptor acceptor() {
    return Objects.requireNonNull(acceptor);
  }

  /** An acceptor that accepts when the test says so. */
  static final class FakeAcceptor implements Acceptor {

    final AcceptHandler handler;
    boolean accepting;

    FakeAcceptor(AcceptHandler handler) {
      this.handler = handler;
    }

    @Override
    public void accepting(boolean on) {
      accepting = on;
    }

    @Override
    public void close() {
      handler.onClosed();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
      return ADDRESS;
    }

    @Override
    public long descriptor() {
      return 2;
    }

    @Override
    public <T> T option(SocketOption<T> option) throws SystemCallException {
      return ClosedStream.INSTANCE.option(option);
    }

    @Override
    public <T> void option(SocketOption<T> option, T value) throws SystemCallException {
      ClosedStream.INSTANCE.option(option, value);
    }
  }

  /** The watcher that was opened last. */
  FakeWatcher watcher() {
    return Objects.requireNonNull(watcher);
  }

  /** A watcher whose descriptor is ready when the test says so. */
  static final class FakeWatcher implements Watcher {

    final WatchHandler handler;
    int interest;
    int rearmed;
    boolean closed;

    FakeWatcher(WatchHandler handler, int interest) {
      this.handler = handler;
      this.interest = interest;
    }

    @Override
    public void interest(int directions) {
      interest = directions;
    }

    @Override
    public void rearm() {
      rearmed++;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        handler.onClosed();
      }
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public @Nullable String unavailabilityCause() {
    return null;
  }

  @Override
  public Map<String, String> features() {
    return Map.of();
  }

  @Override
  public Transport openTransport(TransportContext context) {
    return new FakeTransport();
  }

  private final class FakeTransport implements Transport {

    private Stream opened(StreamHandler handler) {
      Throwable cause = trouble;
      trouble = null;
      if (cause instanceof RuntimeException broken) {
        throw broken;
      }
      if (cause instanceof Error broken) {
        throw broken;
      }
      FakeEndpoint endpoint = new FakeEndpoint(handler);
      last = endpoint;
      return endpoint;
    }

    @Override
    public Acceptor listen(
        SocketAddress address, int backlog, SocketOptions options, AcceptHandler handler) {
      FakeAcceptor opened = new FakeAcceptor(handler);
      acceptor = opened;
      return opened;
    }

    @Override
    public Stream connect(
        SocketAddress remote,
        @Nullable SocketAddress local,
        SocketOptions options,
        StreamHandler handler) {
      return opened(handler);
    }

    @Override
    public Stream adopt(
        long descriptor, SocketAddress peer, SocketOptions options, StreamHandler handler)
        throws SystemCallException {
      if (trouble instanceof SystemCallException refused) {
        trouble = null;
        throw refused;
      }
      return opened(handler);
    }

    @Override
    public void discard(long descriptor) {
      discarded.add(descriptor);
    }

    @Override
    public Watcher watch(long descriptor, int interest, WatchHandler handler) {
      FakeWatcher opened = new FakeWatcher(handler, interest);
      watcher = opened;
      return opened;
    }

    @Override
    public boolean hasEdges() {
      return true;
    }

    @Override
    public int await(long timeoutNanos, Condition recheck) throws SystemCallException {
      polls++;
      Completions now = next;
      next = () -> {};
      now.complete();
      return 0;
    }

    @Override
    public void unpark() {
      // The owner never sleeps.
    }

    @Override
    public TransportCounters counters() {
      return new TransportCounters(
          polls, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, DatagramCounters.NONE);
    }

    @Override
    public long polls() {
      return polls;
    }

    @Override
    public void close() {
      // Endpoints are the test's.
    }
  }
}
