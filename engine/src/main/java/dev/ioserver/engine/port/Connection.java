package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.CreditUsed;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Idle;
import dev.ioserver.engine.api.IdleException;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import dev.ioserver.engine.api.ShuttingDown;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.Writable;
import dev.ioserver.engine.jfr.LoopEvents;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopResource;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.ClosedStream;
import dev.ioserver.engine.spi.Stream;
import dev.ioserver.engine.spi.StreamHandler;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A port within its loop: hears what becomes of the stream, and does what the users ask for.
 *
 * <p>Thread-safety: {@link #ask} and {@link #start} are for any thread; the rest is the loop's.
 */
final class Connection extends LoopRequests implements StreamHandler, LoopResource {

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Connection.class, "state", State.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Requests: see {@link #onRequests}. */
  static final int CONNECT = 1;

  static final int ADOPT = 1 << 1;
  static final int SEND = 1 << 2;
  static final int RECEIVE = 1 << 3;
  static final int PASSIVATED = 1 << 4;
  static final int SHUTDOWN = 1 << 5;
  static final int CLOSE = 1 << 6;
  static final int ABORT = 1 << 7;
  private static final int ADOPT_FAILED = 1 << 8;

  /** Room was given back that had been taken for a message which was not sent after all. */
  static final int ROOM = 1 << 10;

  /** Asked for by the loop itself: it comes in its next cycle, before which it does not wait. */
  private static final int LOOK = 1 << 9;

  /** The layer wants to go on. */
  static final int LAYER = 1 << 11;

  /**
   * Where a port is in its life.
   *
   * <pre>
   *   NEW --start--&gt; OPEN --CLOSE--&gt; CLOSING --onClosed--&gt; ENDED
   *                   | |                |                   ^
   *                   | +--onClosed------|-------------------+
   *                   +--a failure----&gt; FAILED --onClosed----+
   *                   +--failWith-----&gt; REFUSED --CLOSE--&gt; CLOSING
   * </pre>
   */
  private enum State {
    /** Its loop has not begun it: there is no stream. */
    NEW,
    /** It connects, or is connected. */
    OPEN,
    /** An orderly close is under way: what was sent is written first, then the stream lingers. */
    CLOSING,
    /** Failed was put; the stream is about to be closed, and nothing more is delivered. */
    FAILED,
    /**
     * Failed was put for what the peer sent, and nothing more is delivered; but what came before is
     * still answered. An orderly close follows when the user takes Failed, or closes.
     */
    REFUSED,
    /** Closed was put: nothing happens any more. */
    ENDED
  }

  private final TcpPort port;
  private final EventLoop loop;
  private final Outbound outbound;
  private final Traffic traffic;
  private final Inbound inbound;

  /** What lies between this and the socket, if anything does; made when there is a socket. */
  private @Nullable ConnectionLayer layer;

  /** Its bytes begin with the header of a proxy. */
  private final boolean proxied;

  /** See the legend. Loop: plain. Who lists ports: opaque load. */
  private State state = State.NEW;

  private Stream stream = ClosedStream.INSTANCE;

  /** Given with ADOPT; published by the request. */
  private long descriptor;

  /** Bytes that come once more, and were counted. */
  private int again;

  /** Why the accepted descriptor could not be adopted; given with ADOPT_FAILED. */
  private @Nullable IOException adoptFailure;

  /** When connecting, or closing, has taken too long; null while there is no limit. */
  private @Nullable Deadline deadline;

  /** Looks whether it is idle; null if nobody wants to know, or no more. */
  private @Nullable IdleWatch idle;

  /** Failed was put: the first cause is the one that is told. */
  private boolean failureTold;

  /** Messages that say nothing but whose they are: made once, when first needed. */
  private @Nullable CreditUsed creditUsed;

  private @Nullable Writable writable;

  Connection(TcpPort port, boolean proxied) {
    super(port.loop());
    this.port = port;
    this.loop = port.loop();
    this.proxied = proxied;
    this.traffic = new Traffic(loop, port);
    this.outbound = new Outbound(loop, port.options(), this, traffic);
    // Under a layer the header is taken out before the layer sees a byte.
    boolean headed = proxied && port.options().layer() == null;
    this.inbound =
        new Inbound(port, this, headed ? ProxyFraming.INSTANCE : port.options().framing());
  }

  Outbound outbound() {
    return outbound;
  }

  Traffic traffic() {
    return traffic;
  }

  /** The stream as it is now. */
  Stream stream() {
    return stream;
  }

  /** Begins its life in the loop; at once if this is the loop's thread. */
  void start(int how, long accepted) {
    descriptor = accepted;
    if (loop.isOwner() && !loop.isTerminated()) {
      doNow(how);
    } else {
      // To a loop that has ended as well: it ends the port, and gives the descriptor back.
      ask(how);
    }
  }

  @Override
  void onRequests(int bits) {
    if ((bits & CONNECT) != 0) {
      connect();
    }
    if ((bits & ADOPT) != 0) {
      adopt();
    }
    if ((bits & (CONNECT | ADOPT)) != 0) {
      outbound.start();
    }
    if ((bits & ADOPT_FAILED) != 0) {
      adoptFailed();
    }
    // What was sent before any other request was in the outbox before the request was made.
    outbound.drainOutbox();
    if (state == State.ENDED) {
      return;
    }
    if ((bits & ROOM) != 0) {
      onSent(0);
    }
    if ((bits & PASSIVATED) != 0 && !isFailing()) {
      deliverCreditUsed();
    }
    if ((bits & LAYER) != 0 && layer != null) {
      layer.proceed();
    }
    if ((bits & ABORT) != 0) {
      stream.close(true);
    } else {
      if ((bits & (RECEIVE | PASSIVATED)) != 0) {
        receive();
      } else if ((bits & LOOK) != 0) {
        look();
      }
      if ((bits & SHUTDOWN) != 0) {
        outbound.flushLocal();
        stream.shutdownOutput();
      }
      if ((bits & CLOSE) != 0) {
        close();
      }
    }
    port.announce();
  }

  @Override
  void onLoopEnded(int bits) {
    if ((bits & ADOPT) != 0) {
      loop.transport().discard(descriptor);
    }
    Throwable cause = loop.failure();
    if (cause != null && state != State.ENDED) {
      failed(new IOException("the event loop failed", cause));
    }
    onClosed();
    outbound.drainOutbox();
  }

  private void connect() {
    state = State.OPEN;
    loop.residents().add(this);
    traffic.opened();
    Duration timeout = port.options().connectTimeout();
    if (!timeout.isZero()) {
      setDeadline(timeout, this::connectTimedOut);
    }
    try {
      opened(
          loop.transport()
              .connect(
                  port.remoteAddress(),
                  port.options().localAddress(),
                  port.options().optionsFor(port.remoteAddress()),
                  lowestHandler()),
          false);
    } catch (RuntimeException | Error e) {
      openFailed(e);
    }
  }

  private void adopt() {
    state = State.OPEN;
    loop.residents().add(this);
    traffic.accepted();
    try {
      Stream adopted = adopted(lowestHandlerOrDiscard());
      port.setConnected();
      watchIdle();
      opened(adopted, true);
      tellShutdown();
    } catch (SystemCallException e) {
      // Told later, when Accepted has been: nobody can know of this port before.
      adoptFailure = e;
      ask(ADOPT_FAILED);
    } catch (RuntimeException | Error e) {
      adoptFailure = new IOException("the accepted connection could not be taken over", e);
      ask(ADOPT_FAILED);
    }
  }

  private Stream adopted(StreamHandler handler) throws SystemCallException {
    return loop.transport()
        .adopt(
            descriptor,
            port.remoteAddress(),
            port.options().optionsFor(port.remoteAddress()),
            handler);
  }

  /** A layer that cannot be made must not cost the descriptor, which nobody has taken over yet. */
  private StreamHandler lowestHandlerOrDiscard() {
    try {
      return lowestHandler();
    } catch (RuntimeException | Error e) {
      loop.transport().discard(descriptor);
      throw e;
    }
  }

  /** The engine broke down, or there was no memory: that ends this port, and no other. */
  private void openFailed(Throwable cause) {
    if (state != State.ENDED) {
      failed(new IOException("the port could not be opened", cause));
      stream.close(true);
      onClosed();
    }
  }

  private void adoptFailed() {
    IOException cause = adoptFailure;
    if (state != State.ENDED && cause != null) {
      failed(cause);
      stream.close(true);
      onClosed();
    }
  }

  /** Who hears the socket's stream: the layer, if there is one, or this. */
  private StreamHandler lowestHandler() {
    layer = ConnectionLayer.of(this, port, proxied);
    return layer == null ? this : layer.lowest();
  }

  private void opened(Stream opened, boolean connected) {
    if (state == State.ENDED) {
      return;
    }
    ConnectionLayer between = layer;
    stream = between == null ? opened : between.stream();
    outbound.stream(stream);
    if (between != null) {
      between.below(opened, connected);
    }
    updateReceiving();
  }

  private void receive() {
    inbound.ask(port.question());
    if (isFailing()) {
      refuseAsked();
      return;
    }
    inbound.proceed();
    look();
  }

  /** A passive receive that is for now may need another look. */
  private void look() {
    if (inbound.keepsBytes() && !isFailing()) {
      // They may have waited for what is behind them, which cannot be read for now.
      inbound.proceed();
    }
    if (inbound.looksOn()) {
      ask(LOOK);
    }
    updateReceiving();
  }

  private void close() {
    if (state == State.CLOSING) {
      // Asked for by two threads at once: once is enough, and a deadline is set once.
      return;
    }
    state = State.CLOSING;
    cancelDeadline();
    watchIdleNoMore();
    outbound.flushLocal();
    stream.receiving(false);
    Duration timeout = port.options().closeTimeout();
    if (timeout.isZero()) {
      giveUp();
      return;
    }
    stream.closeAfterFlush();
    if (state != State.ENDED) {
      setDeadline(timeout, this::giveUp);
    }
  }

  /**
   * The time to close is over. The peer sees a reset if it shall not get all that was sent; if it
   * has not closed its side, that alone is no reason for one.
   */
  private void giveUp() {
    stream.close(stream.unsentBytes() > 0);
  }

  private void setDeadline(Duration fromNow, Runnable action) {
    Deadline set =
        new Deadline(
            () -> {
              try {
                action.run();
              } catch (RuntimeException | Error e) {
                onThrown(e);
              }
            });
    deadline = set;
    loop.timers().set(set, loop.timers().deadline(Durations.nanos(fromNow)));
  }

  private void cancelDeadline() {
    Deadline set = deadline;
    if (set != null) {
      deadline = null;
      loop.timers().cancel(set);
    }
  }

  /** Whether more waits behind what was read ahead. */
  boolean readsOn() {
    return stream.readsOn();
  }

  private void updateReceiving() {
    if (state != State.ENDED) {
      boolean wanted = !isFailing() && inbound.wantsBytes();
      if (idle != null) {
        idle.reading(wanted);
      }
      traffic.reading(wanted || !mayPause());
      stream.receiving(wanted);
    }
  }

  /** Whether it is for want of credit or room that nothing is read, if nothing is. */
  private boolean mayPause() {
    return state == State.OPEN && port.isConnected() && !inbound.hasEnd();
  }

  /** A port that comes while the server shuts down is told at once. */
  private void tellShutdown() {
    if (loop.residents().isShuttingDown()) {
      shutDown();
    }
  }

  private void watchIdle() {
    PortOptions options = port.options();
    if (state == State.OPEN && !(options.readIdle().isZero() && options.writeIdle().isZero())) {
      idle = new IdleWatch(this, port);
    }
  }

  private void watchIdleNoMore() {
    IdleWatch watch = idle;
    if (watch != null) {
      idle = null;
      watch.stop();
    }
  }

  /** Nothing was read, or nothing written, for as long as the options say. */
  void onIdle(boolean reading, boolean writing) {
    if (isFailing()) {
      return;
    }
    if (port.options().closeIdle()) {
      watchIdleNoMore();
      failWith(
          reading
              ? new IdleException(Idle.Direction.READING, port.options().readIdle())
              : new IdleException(Idle.Direction.WRITING, port.options().writeIdle()));
      port.close();
    } else if (port.queued() == 0) {
      // Else nobody has taken what came before: the receiver is late, and would not take this.
      if (reading) {
        port.put(new Idle(port, Idle.Direction.READING));
      }
      if (writing) {
        port.put(new Idle(port, Idle.Direction.WRITING));
      }
    }
    port.announce();
  }

  @Override
  public void onConnected() {
    if (state != State.CLOSING) {
      cancelDeadline();
    }
    port.setConnected();
    traffic.connected();
    watchIdle();
    port.put(new Connected(port));
    tellShutdown();
    updateReceiving();
    port.announce();
  }

  @Override
  public void onReceived(Chunk chunk, int offset, int length) {
    int fresh = length - again;
    again = 0;
    if (idle != null && fresh > 0) {
      idle.read();
    }
    traffic.read(fresh);
    LoopEvents events = loop.events();
    long begun = events == null ? 0 : events.handlerBegins();
    inbound.received(chunk, offset, length);
    updateReceiving();
    port.announce();
    if (events != null) {
      events.handlerEnds(port, begun);
    }
  }

  @Override
  public boolean keepsBytes() {
    // What a refused frame is followed by stays with the system until it is dropped by the close.
    return state == State.REFUSED || inbound.keepsBytes();
  }

  @Override
  public int takeKept(Chunk chunk) {
    again = inbound.takeKept(chunk);
    return again;
  }

  @Override
  public boolean mayReadAhead() {
    return state == State.OPEN && inbound.mayReadAhead();
  }

  @Override
  public void onSent(long bytes) {
    if (idle != null && bytes > 0) {
      idle.wrote();
    }
    traffic.wrote(bytes);
    if (outbound.written(bytes)) {
      traffic.roomAgain(outbound.pending());
      if (!isFailing()) {
        deliverWritable();
      }
      port.wakeSenders();
    }
  }

  @Override
  public void onPeerClosed() {
    inbound.ended();
    if (!isFailing()) {
      inbound.proceed();
      port.announce();
    }
  }

  @Override
  public void onInputFailed() {
    inbound.cut();
    if (!isFailing()) {
      inbound.proceed();
    }
    port.announce();
    updateReceiving();
  }

  @Override
  public void onOutputFailed(SystemCallException cause) {
    port.failOutput(cause);
  }

  @Override
  public void onFailed(SystemCallException cause) {
    failed(cause);
  }

  @Override
  public void onThrown(Throwable cause) {
    if (!(cause instanceof OutOfMemoryError)) {
      // Whoever mends the engine needs the stack, whatever the port's owner does with the failure.
      loop.logMistake("a mistake in the engine ends " + port, cause);
    }
    if (state == State.ENDED) {
      return;
    }
    Stream open = stream;
    String doing = inbound.doing();
    // The bytes that were kept are given up first: telling why takes memory as well.
    inbound.release();
    try {
      if (state != State.FAILED) {
        failed(whyThrown(cause, doing == null ? "reading or writing" : doing));
      }
    } catch (RuntimeException | Error e) {
      // No memory either for saying why: the end is told, or at least seen.
      state = State.FAILED;
    }
    try {
      open.close(true);
      onClosed();
    } catch (RuntimeException | Error e) {
      // The descriptor is closed and the inbox ended, which is done first or whatever happens.
    }
  }

  private static IOException whyThrown(Throwable cause, String doing) {
    return cause instanceof OutOfMemoryError none
        ? NoMemory.failure(doing, none)
        : new IOException("a mistake in the engine, in " + doing + ": " + cause, cause);
  }

  private void failed(IOException cause) {
    state = State.FAILED;
    port.fail(cause);
    tellFailure(cause);
  }

  private void tellFailure(IOException cause) {
    if (!failureTold) {
      failureTold = true;
      traffic.failed(cause);
      port.put(new Failed(port, cause));
    }
  }

  @Override
  public void onClosed() {
    if (state == State.ENDED) {
      return;
    }
    boolean begun = state != State.NEW;
    traffic.reading(true);
    state = State.ENDED;
    cancelDeadline();
    watchIdleNoMore();
    inbound.release();
    stream = ClosedStream.INSTANCE;
    outbound.stream(stream);
    outbound.drainOutbox();
    outbound.flushLocal();
    // First: whoever takes Closed may ask the port at once, on another thread.
    port.over();
    if (begun) {
      traffic.closed(outbound.pending());
    }
    try {
      port.put(new Closed(port, outbound.pending()));
    } finally {
      port.end();
      loop.residents().remove(this);
      endLayer();
    }
  }

  /** A port may end without a word of a socket's: when there never was one. */
  private void endLayer() {
    ConnectionLayer ended = layer;
    layer = null;
    if (ended != null) {
      ended.ended();
    }
  }

  @Override
  public boolean holdsUpShutdown() {
    return true;
  }

  /** Tells the user; of a port that connects, when it is connected. */
  @Override
  public void shutDown() {
    if (state == State.OPEN && port.isConnected() && !isFailing()) {
      port.put(new ShuttingDown(port));
      port.announce();
    }
  }

  @Override
  public void closeWithServer() {
    port.close();
  }

  @Override
  public void endNow(Throwable cause) {
    if (state != State.ENDED) {
      if (loop.failure() != null) {
        failed(new IOException("the event loop failed", cause));
      }
      try {
        if (state == State.CLOSING) {
          giveUp();
        } else {
          stream.close(true);
        }
      } finally {
        onClosed();
      }
    }
  }

  @Override
  public PortSnapshot snapshot() {
    return new PortSnapshot(
        port,
        loop.name(),
        port.knownLocal(),
        port.remoteAddress(),
        shown((State) STATE.getOpaque(this), port.isConnected()),
        traffic.isPaused(),
        // More may be put and taken between the two looks.
        Math.max(0, port.waiting()),
        port.pendingBytes(),
        traffic.counters());
  }

  private static PortState shown(State state, boolean connected) {
    return switch (state) {
      case NEW -> PortState.CONNECTING;
      case OPEN -> connected ? PortState.OPEN : PortState.CONNECTING;
      case CLOSING -> PortState.CLOSING;
      case FAILED, REFUSED -> PortState.FAILED;
      case ENDED -> PortState.CLOSED;
    };
  }

  /** Whether nothing more is to be delivered because a failure has been told. */
  boolean isFailing() {
    return failureTold || state == State.FAILED || state == State.ENDED;
  }

  /**
   * What comes next cannot be received, and the connection is not to blame. Nothing behind it is
   * read, but the answers to what came before can still go out: see REFUSED.
   */
  void failWith(IOException cause) {
    if (state != State.CLOSING) {
      state = State.REFUSED;
    }
    port.refuse(cause);
    tellFailure(cause);
    stream.receiving(false);
    refuseAsked();
  }

  /** A passive receive hears of the failure in place of an answer: nothing is left to answer. */
  private void refuseAsked() {
    if (inbound.refuseAsked() && state == State.REFUSED) {
      close();
    }
  }

  private void deliverWritable() {
    Writable message = writable;
    if (message == null) {
      message = new Writable(port);
      writable = message;
    }
    port.put(message);
    port.announce();
  }

  void deliverData(PooledData data) {
    port.putData(data);
    traffic.delivered(1);
  }

  void deliverCreditUsed() {
    CreditUsed message = creditUsed;
    if (message == null) {
      message = new CreditUsed(port);
      creditUsed = message;
    }
    port.put(message);
  }

  void deliverPeerClosed() {
    port.put(new PeerClosed(port));
  }

  private void connectTimedOut() {
    onFailed(
        new SystemCallException(
            "connect",
            port.remoteAddress().toString(),
            0,
            "ETIMEDOUT",
            "no answer within "
                + port.options().connectTimeout().toMillis()
                + " ms (connectTimeout)",
            SystemCallException.Kind.TIMED_OUT));
    stream.close(false);
  }
}
