package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.memory.SharedChunk;
import dev.ioserver.engine.queue.SmallQueue;
import dev.ioserver.engine.selector.SelectorCore;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.Acceptor;
import dev.ioserver.engine.spi.ClosedStream;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.Datagrams;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.TransportContext;
import dev.ioserver.engine.spi.TransportCounters;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
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

  /** What to do about a descriptor that two would watch. */
  static final String WATCHED_ALREADY =
      "it is watched, or a port's own, already: watch both directions at once, or a duplicate of"
          + " it";

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

  /** Endpoints whose call the kernel had no memory for, until it is tried again. */
  private final RestingEndpoints resting;

  /** Turns that are left of the last poll: the kernel is asked again after them. */
  private int left;

  /** Endpoints that are open, to be closed with the transport: the first of a list. */
  private @Nullable ReadinessEndpoint open;

  /**
   * Foreign descriptors that are watched. Some kernels know that a descriptor is registered
   * already; kqueue takes its events away from the first who has asked.
   */
  private final Set<Long> watched = new HashSet<>();

  /** What all sockets read into: an idle connection holds no memory. */
  private final SharedChunk received;

  /** What datagram sockets share; made for the first. */
  private @Nullable DatagramCalls datagrams;

  private boolean closed;

  private ReadinessTransport(
      SelectorCore selector, Sockets sockets, ReadinessEngine provider, ChunkPool pool) {
    this.selector = selector;
    this.resting = new RestingEndpoints(provider.clock());
    this.sockets = sockets;
    this.errorCodes = provider.errorCodes();
    this.edgeTriggered = selector.isEdgeTriggered();
    this.pool = pool;
    this.received = new SharedChunk(pool);
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
    Sockets sockets = null;
    try {
      sockets = selector.openSockets();
      return new ReadinessTransport(selector, sockets, provider, context.pool());
    } catch (SystemCallException | RuntimeException | Error e) {
      selector.close();
      if (sockets != null) {
        sockets.close();
      }
      throw e;
    }
  }

  @Override
  public Acceptor listen(
      SocketAddress address, int backlog, SocketOptions options, AcceptHandler handler)
      throws SystemCallException {
    long descriptor = sockets.listen(address, backlog, options);
    if (descriptor < 0) {
      throw failure(address, options, (int) descriptor);
    }
    return register(new ReadinessAcceptor(this, descriptor, address, options, handler));
  }

  @Override
  public Stream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      SocketOptions options,
      StreamHandler handler) {
    long descriptor = sockets.open(remote, local, options);
    if (descriptor < 0) {
      return failed(handler, failure(isBind() ? local : remote, options, (int) descriptor));
    }
    ReadinessStream stream;
    SystemCallException cause = null;
    boolean full;
    int result;
    try {
      result = sockets.connect(descriptor, remote);
      full = isFullBacklog(remote, result);
      if (result < 0 && result != ErrorCodes.IN_PROGRESS && !full) {
        // Named before the close, which may be the last call then.
        cause = failure(remote, options, result);
      }
      stream = new ReadinessStream(this, descriptor, remote, options, handler, result != 0);
    } catch (RuntimeException | Error e) {
      sockets.close(descriptor);
      throw e;
    }
    if (cause != null) {
      sockets.close(descriptor);
      return failed(handler, cause);
    }
    if (full) {
      stream.waitForBacklog();
    }
    try {
      register(stream);
    } catch (SystemCallException e) {
      return failed(handler, e);
    }
    if (result == 0) {
      try {
        stream.connected();
      } catch (RuntimeException | Error e) {
        stream.thrown(e);
      }
    }
    return stream;
  }

  /**
   * Whether a connect to a Unix socket found no room among those that wait to be accepted. Linux
   * says so at once, and does not say when there is some; a connect that blocks would wait.
   */
  boolean isFullBacklog(SocketAddress remote, int result) {
    return result < 0
        && result != ErrorCodes.IN_PROGRESS
        && UnixSockets.isUnix(remote)
        && sockets.connectsAgain()
        && errorCodes.name(-result).equals("EAGAIN");
  }

  /** A connect that failed, later than at once. */
  SystemCallException connectFailure(SocketAddress remote, int result) {
    return failure(remote, SocketOptions.none(), result);
  }

  @Override
  public Stream adopt(
      long descriptor, SocketAddress peer, SocketOptions options, StreamHandler handler)
      throws SystemCallException {
    ReadinessStream stream;
    try {
      stream = new ReadinessStream(this, descriptor, peer, options, handler, false);
    } catch (RuntimeException | Error e) {
      sockets.close(descriptor);
      throw e;
    }
    return register(stream);
  }

  @Override
  public Datagrams bind(
      SocketAddress local, SocketOptions options, DatagramSetup setup, DatagramHandler handler)
      throws SystemCallException {
    DatagramCalls calls = datagramCalls(local);
    Set<DatagramSockets.Feature> features = calls.sockets.features();
    boolean unix = UnixSockets.isUnix(local);
    if (unix) {
      UnixSockets.checkDatagrams(local, setup, features, selector.engine());
    }
    for (DatagramSockets.Feature wanted : setup.wanted()) {
      if (!features.contains(wanted)) {
        throw notSupported(
            Addresses.text(local),
            "the " + selector.engine() + " engine lacks " + wanted + " on this system");
      }
    }
    Set<DatagramSockets.Feature> asked = EnumSet.noneOf(DatagramSockets.Feature.class);
    asked.addAll(setup.wanted());
    if (!unix) {
      asked.addAll(setup.welcome());
    }
    asked.retainAll(features);
    // That is asked for with each call, and not of the socket.
    asked.remove(DatagramSockets.Feature.SENDS_SEGMENTS);
    long descriptor = calls.sockets.open(local, setup.remote(), options, asked);
    if (descriptor < 0) {
      SocketAddress about = sockets.lastCall().equals("connect") ? setup.remote() : local;
      throw failure(about, options, (int) descriptor);
    }
    boolean segments =
        setup.sendsSegments() && features.contains(DatagramSockets.Feature.SENDS_SEGMENTS);
    // What comes as one is cut by the handler; the system must not cut it before.
    int room =
        asked.contains(DatagramSockets.Feature.RECEIVES_SEGMENTS)
            ? DatagramPort.MAX_LENGTH
            : setup.room();
    ReadinessDatagrams made;
    try {
      SocketAddress bound = sockets.localAddress(descriptor);
      SocketAddress here = bound == null ? local : bound;
      made =
          unix
              ? new UnixDatagrams(this, calls, descriptor, here, setup, handler)
              : new ReadinessDatagrams(
                  this, calls, descriptor, here, setup, room, segments, handler);
    } catch (RuntimeException | Error e) {
      sockets.close(descriptor);
      throw e;
    }
    return register(made);
  }

  @Override
  public Set<DatagramSockets.Feature> datagramFeatures() {
    DatagramSockets calls = datagrams == null ? sockets.datagrams() : datagrams.sockets;
    return calls == null ? Set.of() : calls.features();
  }

  private DatagramCalls datagramCalls(SocketAddress local) throws SystemCallException {
    DatagramCalls calls = datagrams;
    if (calls == null) {
      DatagramSockets made = sockets.datagrams();
      if (made == null) {
        throw notSupported(
            Addresses.text(local), "the " + selector.engine() + " engine has no datagrams yet");
      }
      calls = new DatagramCalls(made, pool);
      datagrams = calls;
    }
    return calls;
  }

  private static SystemCallException notSupported(String detail, String text) {
    return new SystemCallException(
        "bind", detail, 0, "EOPNOTSUPP", text, SystemCallException.Kind.NOT_SUPPORTED);
  }

  @Override
  public void discard(long descriptor) {
    sockets.close(descriptor);
  }

  @Override
  public Watcher watch(long descriptor, int interest, WatchHandler handler)
      throws SystemCallException {
    ReadinessWatch watch = new ReadinessWatch(this, descriptor, interest, handler);
    if (!watched.add(descriptor)) {
      throw new SystemCallException(
          "watch",
          watch.detail(),
          0,
          "EEXIST",
          "it is registered already",
          SystemCallException.Kind.BAD_DESCRIPTOR,
          WATCHED_ALREADY);
    }
    boolean registered = false;
    try {
      watch.register();
      registered = true;
      return watch;
    } catch (IllegalStateException e) {
      throw noRegistrationLeft(watch.detail(), e);
    } finally {
      if (!registered) {
        watched.remove(descriptor);
      }
    }
  }

  @Override
  public boolean hasEdges() {
    return edgeTriggered;
  }

  @Override
  public int await(long timeoutNanos, Condition recheck) throws SystemCallException {
    int n = 0;
    if (left == 0) {
      long timeout = resting.isEmpty() ? timeoutNanos : resting.wakeDue(timeoutNanos);
      n = selector.select(this, ready.isEmpty() ? timeout : 0, recheck);
      left = ready.size();
    }
    return n + proceed();
  }

  @Override
  public void unpark() {
    selector.unpark();
  }

  @Override
  public void transfer() {
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
    Throwable thrown = null;
    for (ReadinessEndpoint endpoint = open; endpoint != null; endpoint = open) {
      Throwable next = endpoint.dispose();
      thrown = thrown == null ? next : thrown;
    }
    received.release();
    if (datagrams != null) {
      datagrams.room.release();
      datagrams = null;
    }
    try {
      selector.close();
    } finally {
      sockets.close();
    }
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {
        // All that was still open was closed without a mistake.
      }
    }
  }

  @Override
  public void onReady(long token, @Nullable Object attachment, int readiness) {
    if (attachment instanceof ReadinessEndpoint endpoint) {
      endpoint.event(readiness);
    } else if (attachment instanceof ReadinessWatch watch) {
      watch.event(readiness);
    }
  }

  @Override
  public void onFailed(long token, @Nullable Object attachment, SystemCallException cause) {
    if (attachment instanceof ReadinessEndpoint endpoint) {
      // The selector knows a number; the user knows an address.
      Throwable thrown = cause.getCause();
      endpoint.fail(
          thrown == null
              ? withRemedy(cause, endpoint.detail(), registrationRemedy(cause))
              : SystemCallException.thrown(cause.call(), endpoint.detail(), thrown));
    } else if (attachment instanceof ReadinessWatch watch) {
      watch.refused(cause);
    }
  }

  /** Remembers that an endpoint has something to do that need not wait for the kernel. */
  void enqueue(ReadinessEndpoint endpoint) {
    if (!endpoint.queued) {
      endpoint.queued = true;
      ready.add(endpoint);
    }
  }

  /** Lets an endpoint rest: {@link ReadinessEndpoint#rested()} follows after a pause. */
  void rest(ReadinessEndpoint endpoint) {
    resting.add(endpoint);
  }

  /** The same with a shorter pause: for a peer that has no room, and reads. */
  void restBriefly(ReadinessEndpoint endpoint) {
    resting.addBriefly(endpoint);
  }

  /** The chunk to read into, with room in it. */
  Chunk receiveChunk() {
    return received.room(LEAST_ROOM);
  }

  /** A chunk for somebody to keep. */
  Chunk lease(int bytes) {
    return pool.leaseByOwner(bytes);
  }

  /** A foreign descriptor is not watched any more. */
  void forget(ReadinessWatch watch) {
    watched.remove(watch.descriptor);
  }

  /** Takes an endpoint that is open out of the list. */
  void forget(ReadinessEndpoint endpoint) {
    ReadinessEndpoint before = endpoint.previous;
    ReadinessEndpoint after = endpoint.following;
    if (before != null) {
      before.following = after;
    } else if (endpoint.listed) {
      open = after;
    }
    endpoint.listed = false;
    if (after != null) {
      after.previous = before;
    }
    endpoint.previous = null;
    endpoint.following = null;
  }

  private void remember(ReadinessEndpoint endpoint) {
    ReadinessEndpoint first = open;
    endpoint.following = first;
    if (first != null) {
      first.previous = endpoint;
    }
    open = endpoint;
    endpoint.listed = true;
  }

  /**
   * An option that could not be set or read: which, why, and what would do instead.
   *
   * @param value what it was to be, or null if it was to be read
   * @param address the one that the socket is about
   */
  SystemCallException optionFailure(@Nullable Object value, SocketAddress address, int result) {
    String where = Addresses.text(address);
    String detail = value == null ? where : value + ", " + where;
    SystemCallException cause = errorCodes.failure(sockets.lastCall(), detail, result);
    if (UnixSockets.isUnix(address)) {
      return UnixSockets.optionFailure(cause, detail, errorCodes);
    }
    return switch (cause.kind()) {
      case NOT_SUPPORTED ->
          withRemedy(
              cause, detail, "the " + selector.engine() + " engine has " + sockets.knownOptions());
      case PERMISSION_DENIED ->
          withRemedy(cause, detail, "this value needs a right (CAP_NET_ADMIN on Linux)");
      default -> cause;
    };
  }

  static String registrationRemedy(SystemCallException cause) {
    return cause.kind() == SystemCallException.Kind.NO_RESOURCES
        ? "the system watches no more descriptors (on Linux: fs.epoll.max_user_watches)"
        : "";
  }

  SystemCallException withRemedy(SystemCallException cause, String detail, String remedy) {
    return new SystemCallException(
        cause.call(),
        detail,
        cause.code(),
        cause.codeName(),
        errorCodes.text(cause.code()),
        cause.kind(),
        remedy);
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
      endpoint.turn();
    }
    return turns;
  }

  private <E extends ReadinessEndpoint> E register(E endpoint) throws SystemCallException {
    try {
      endpoint.register();
    } catch (IllegalStateException e) {
      sockets.close(endpoint.descriptor);
      throw noRegistrationLeft(endpoint.detail(), e);
    } catch (RuntimeException | Error e) {
      endpoint.closed = true;
      sockets.close(endpoint.descriptor);
      throw e;
    }
    remember(endpoint);
    return endpoint;
  }

  private static SystemCallException noRegistrationLeft(String detail, IllegalStateException e) {
    return new SystemCallException(
        "register",
        detail,
        0,
        "ENOSPC",
        String.valueOf(e.getMessage()),
        SystemCallException.Kind.NO_RESOURCES);
  }

  private static Stream failed(StreamHandler handler, SystemCallException cause) {
    handler.onFailed(cause);
    handler.onClosed();
    return ClosedStream.INSTANCE;
  }

  /** Whether the call that failed was about the local address. */
  private boolean isBind() {
    return sockets.lastCall().equals("bind");
  }

  private SystemCallException failure(
      @Nullable SocketAddress address, SocketOptions options, int result) {
    String detail = address == null ? "" : Addresses.text(address);
    String call = sockets.lastCall();
    for (int i = 0; i < options.size(); i++) {
      if (call.equals("setsockopt(" + options.option(i).name() + ")")) {
        return optionFailure(options.valueAt(i), Objects.requireNonNull(address), result);
      }
    }
    SystemCallException cause = errorCodes.failure(call, detail, result);
    if (address != null && UnixSockets.isUnix(address)) {
      return UnixSockets.failure(cause, detail, address, selector.engine(), errorCodes);
    }
    return cause.kind() == SystemCallException.Kind.NOT_SUPPORTED
        ? withRemedy(
            cause,
            detail,
            "the "
                + selector.engine()
                + " engine has IPv4 and IPv6, and Unix sockets where the system has them; a local"
                + " address is of the same family as the peer's")
        : cause;
  }
}
