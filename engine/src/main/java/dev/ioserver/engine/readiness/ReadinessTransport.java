package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.queue.SmallQueue;
import dev.ioserver.engine.selector.SelectorCore;
import dev.ioserver.engine.spi.Endpoint;
import dev.ioserver.engine.spi.EndpointHandler;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.TransportContext;
import dev.ioserver.engine.spi.TransportCounters;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completions out of readiness. Where the poller is edge-triggered a socket is registered once, for
 * both directions, and the kernel never hears of it again until it is closed; readiness is
 * remembered in the endpoint and cleared when a call would block. Where the poller is
 * level-triggered, interest follows what the endpoint waits for, through the registration table, so
 * that a change and its opposite between two waits cost nothing.
 *
 * <p>Thread-safety: one thread at a time, except {@link #unpark()}.
 */
public final class ReadinessTransport implements Transport, ReadyHandler {

  /** A new chunk is leased when less than this is left of the one that is read into. */
  private static final int LEAST_ROOM = 16 << 10;

  /**
   * Turns in one await: what was read is handed on, and may be answered, while its socket is still
   * in the processor's caches, and before all others of a long batch have been read.
   */
  private static final int TURNS = 16;

  /** Chunks that one write gathers at the most. */
  private static final int MOST_GATHERED = 64;

  final SelectorCore selector;
  final Sockets sockets;
  final ErrorCodes errorCodes;
  final boolean edgeTriggered;
  final ReadinessCounters counters;

  /** What one write gathers; filled and emptied within a call. */
  final Chunk[] gathered;

  private final ChunkPool pool;

  /** Endpoints with something left to do without waiting for the kernel, each at most once. */
  private final SmallQueue<ReadinessEndpoint> ready = new SmallQueue<>();

  /** Turns that are left of the last poll: the kernel is asked again after them. */
  private int left;

  /** Endpoints that are open, to be closed with the transport. */
  private final Set<ReadinessEndpoint> open = new HashSet<>();

  /** What all sockets read into: an idle connection holds no memory. */
  private @Nullable Chunk receiveChunk;

  private boolean closed;

  private ReadinessTransport(
      SelectorCore selector, Sockets sockets, ErrorCodes errorCodes, ChunkPool pool) {
    this.selector = selector;
    this.sockets = sockets;
    this.errorCodes = errorCodes;
    this.edgeTriggered = selector.isEdgeTriggered();
    this.pool = pool;
    this.gathered = new Chunk[Math.min(MOST_GATHERED, sockets.maxGather())];
    this.counters = new ReadinessCounters();
  }

  /** Opens a selector and the socket calls of an engine, and makes a transport of them. */
  public static ReadinessTransport open(ReadinessEngine provider, TransportContext context)
      throws SystemCallException {
    SelectorCore selector =
        SelectorCore.open(
            provider,
            context.maxEvents(),
            context.maxRegistrations(),
            context.idle(),
            context.busyPollMicros(),
            false);
    try {
      Sockets sockets = selector.openSockets();
      return new ReadinessTransport(selector, sockets, provider.errorCodes(), context.pool());
    } catch (SystemCallException | RuntimeException | Error e) {
      selector.close();
      throw e;
    }
  }

  @Override
  public Endpoint listen(InetSocketAddress address, ListenOptions options, EndpointHandler handler)
      throws SystemCallException {
    long descriptor = sockets.listen(address, options);
    if (descriptor < 0) {
      throw errorCodes.failure(sockets.lastCall(), Addresses.text(address), (int) descriptor);
    }
    return register(new ListeningEndpoint(this, descriptor, options.ports(), handler));
  }

  @Override
  public Endpoint connect(InetSocketAddress remote, PortOptions options, EndpointHandler handler) {
    long descriptor = sockets.open(remote, options);
    if (descriptor < 0) {
      return failedConnect(handler, remote, (int) descriptor);
    }
    int result = sockets.connect(descriptor, remote);
    if (result < 0 && result != ErrorCodes.IN_PROGRESS) {
      // Named before the close, which may be the last call then.
      SystemCallException cause =
          errorCodes.failure(sockets.lastCall(), Addresses.text(remote), result);
      sockets.close(descriptor);
      return new FailedEndpoint(handler, cause);
    }
    StreamEndpoint endpoint =
        new StreamEndpoint(this, descriptor, Addresses.text(remote), handler, result != 0);
    try {
      register(endpoint);
    } catch (SystemCallException e) {
      return new FailedEndpoint(handler, e);
    }
    if (result == 0) {
      endpoint.connected();
    }
    return endpoint;
  }

  @Override
  public Endpoint adopt(long descriptor, PortOptions options, EndpointHandler handler)
      throws SystemCallException {
    return register(new StreamEndpoint(this, descriptor, "", handler, false));
  }

  @Override
  public void discard(long descriptor) {
    sockets.close(descriptor);
  }

  @Override
  public @Nullable InetSocketAddress localAddress(long descriptor) {
    return sockets.localAddress(descriptor);
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress(long descriptor) {
    return sockets.remoteAddress(descriptor);
  }

  @Override
  public int await(long timeoutNanos, Condition recheck) throws SystemCallException {
    int n = 0;
    if (left == 0) {
      n = selector.select(this, ready.isEmpty() ? timeoutNanos : 0, recheck);
      left = ready.size();
    }
    return n + proceed();
  }

  @Override
  public void unpark() {
    selector.unpark();
  }

  @Override
  public void handOver() {
    selector.transfer();
  }

  @Override
  public TransportCounters counters() {
    return counters.with(selector);
  }

  @Override
  public long polls() {
    return selector.polls();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (ReadinessEndpoint endpoint : open.toArray(new ReadinessEndpoint[0])) {
      endpoint.dispose();
    }
    if (receiveChunk != null) {
      receiveChunk.release();
      receiveChunk = null;
    }
    selector.close();
    sockets.close();
  }

  @Override
  public void onReady(long token, @Nullable Object attachment, int readiness) {
    if (attachment instanceof ReadinessEndpoint endpoint) {
      endpoint.onReady(readiness);
    }
  }

  @Override
  public void onFailed(long token, @Nullable Object attachment, SystemCallException cause) {
    if (attachment instanceof ReadinessEndpoint endpoint) {
      endpoint.fail(cause);
    }
  }

  /** Remembers that an endpoint has something to do that need not wait for the kernel. */
  void enqueue(ReadinessEndpoint endpoint) {
    if (!endpoint.queued) {
      endpoint.queued = true;
      ready.add(endpoint);
    }
  }

  /** The chunk to read into, with room in it. */
  Chunk receiveChunk() {
    Chunk chunk = receiveChunk;
    if (chunk != null && chunk.references() == 1) {
      // Nobody keeps anything of it: the same, still cached, memory once more.
      chunk.restart();
      return chunk;
    }
    if (chunk != null && chunk.writable() >= LEAST_ROOM) {
      return chunk;
    }
    if (chunk != null) {
      chunk.release();
    }
    chunk = pool.lease(ChunkPool.LARGEST);
    receiveChunk = chunk;
    return chunk;
  }

  void forget(ReadinessEndpoint endpoint) {
    open.remove(endpoint);
  }

  /**
   * A turn for some endpoints that have something to do; what is left over of a turn comes after
   * the next poll.
   */
  private int proceed() {
    int turns = Math.min(left, TURNS);
    left -= turns;
    for (int i = 0; i < turns; i++) {
      ReadinessEndpoint endpoint = ready.poll();
      if (endpoint == null) {
        // Cannot be: nothing else takes them out.
        throw new AssertionError("turns without endpoints");
      }
      endpoint.queued = false;
      endpoint.proceed();
    }
    return turns;
  }

  private <E extends ReadinessEndpoint> E register(E endpoint) throws SystemCallException {
    try {
      endpoint.register();
    } catch (IllegalStateException e) {
      sockets.close(endpoint.descriptor);
      throw new SystemCallException(
          "register",
          "",
          0,
          "ENOSPC",
          String.valueOf(e.getMessage()),
          SystemCallException.Kind.NO_RESOURCES);
    }
    open.add(endpoint);
    return endpoint;
  }

  private Endpoint failedConnect(EndpointHandler handler, InetSocketAddress remote, int result) {
    return new FailedEndpoint(
        handler, errorCodes.failure(sockets.lastCall(), Addresses.text(remote), result));
  }
}
