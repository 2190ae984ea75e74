package dev.ioserver.engine.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.park.LoopRunner;
import dev.ioserver.engine.park.Parker;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port as its users see it. What they ask for goes to the {@link Connection} in the loop;
 * what comes from there goes through the queue of messages.
 *
 * <p>Thread-safety: as {@link Port} says.
 */
public final class TcpPort extends PortFace implements Port {

  private static final VarHandle SENDING;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SENDING = lookup.findVarHandle(TcpPort.class, "sending", Sending.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What of sending is still possible; it only goes on from one to the next. */
  private enum Sending {
    /** Messages are taken. */
    OPEN,
    /** The output was shut down: nothing is taken any more, receiving goes on. */
    SHUT,
    /** The user closed the port, or it failed. */
    CLOSED
  }

  private final PortOptions options;
  private final Connection connection;
  private final Outbound outbound;
  private final SocketAddress remote;

  /** Null until somebody asked; the loop's, or the asking thread's by way of it. Volatile. */
  private volatile @Nullable SocketAddress local;

  /** Made by the first passive receive. Receiving thread: volatile store. Loop: volatile load. */
  private volatile @Nullable PassiveReceive passive;

  /** See the legend. Any thread: volatile store of CLOSED, CAS from OPEN to SHUT. */
  private volatile Sending sending = Sending.OPEN;

  private volatile boolean connected;

  /** Nothing is written any more. Loop: volatile store, before Closed says so. */
  private volatile boolean over;

  /**
   * The loop is known to have a thread of its own, which comes back to it soon whatever its users
   * do. Written by a loop's thread before anything can be received. Volatile.
   */
  private volatile boolean loopHasThread;

  /** Why it failed, or null; published by the end or by a message. */
  private volatile @Nullable IOException failure;

  /**
   * How what comes next is cut. Receiving thread: volatile store, before the credit or the passive
   * receive that lets more come. Loop: volatile load, after it has seen that.
   */
  private volatile Framing framing;

  private @Nullable Object attachment;

  /** What a proxy has said. Loop: volatile store, before the first message is put. */
  private volatile @Nullable ProxyHeader proxyHeader;

  /** A port of a loop; it is nothing yet until its connection is started. */
  public TcpPort(EventLoop loop, PortOptions options, SocketAddress remote) {
    this(loop, options, remote, false);
  }

  /** As the other; its bytes begin with the header of a proxy, or not. */
  TcpPort(EventLoop loop, PortOptions options, SocketAddress remote, boolean proxied) {
    super(loop, options.credit(), options.inboxLimit(), options.inboxBytes());
    this.options = options;
    this.framing = options.framing();
    this.remote = remote;
    this.connection = new Connection(this, proxied);
    this.outbound = connection.outbound();
  }

  /** Has the loop connect it. */
  public void startConnect() {
    connection.start(Connection.CONNECT, 0);
  }

  /** Has the loop take over an accepted descriptor. */
  public void startAccepted(long descriptor) {
    // The accepting loop is of the same server: both have threads of their own, or neither has.
    learnLoop();
    connection.start(Connection.ADOPT, descriptor);
  }

  @Override
  public Port active(int messages) {
    addCredit(messages);
    return this;
  }

  @Override
  public Port activeUnlimited() {
    setCredit(Credit.UNLIMITED);
    return this;
  }

  @Override
  public Port pause() {
    setCredit(Credit.PASSIVE);
    return this;
  }

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public Port framing(Framing next) {
    Objects.requireNonNull(next, "next");
    if (credit().isActive()) {
      throw new IllegalStateException(
          this
              + " is active, and what comes next may have been cut already; change the framing when"
              + " the credit is used up, or pause() and take what has come");
    }
    framing = next;
    outbound.framing(next);
    return this;
  }

  @Override
  public @Nullable Data read(int length, Duration timeout) throws InterruptedException {
    return passive().read(length, Durations.nanos(timeout));
  }

  @Override
  public boolean awaitConnected(Duration timeout) throws InterruptedException {
    long deadline = Durations.deadline(Durations.nanos(timeout));
    await(this::isConnectedOrEnded, deadline, true);
    if (!connected && isEnded()) {
      throw closedException();
    }
    return connected;
  }

  @Override
  public boolean trySend(ByteBuffer message) {
    checkOpen();
    return outbound.trySend(message);
  }

  @Override
  public boolean trySend(MemorySegment message) {
    checkOpen();
    return outbound.trySend(message);
  }

  @Override
  public boolean trySend(ByteBuffer[] buffers, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, buffers.length);
    checkOpen();
    return outbound.trySend(buffers, offset, count);
  }

  @Override
  public void send(ByteBuffer message) throws InterruptedException {
    if (!trySend(message)) {
      waitToSend(() -> trySend(message));
    }
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    if (!trySend(message)) {
      waitToSend(() -> trySend(message));
    }
  }

  @Override
  public boolean send(ByteBuffer message, Duration timeout) throws InterruptedException {
    return trySend(message) || waitToSend(() -> trySend(message), timeout);
  }

  @Override
  public void flush() {
    if (loop().isOwner()) {
      outbound.flushLocal();
    }
    // What other threads send is on its way already.
  }

  @Override
  public long pendingBytes() {
    // What had not been written when it ended never will be.
    return over ? 0 : outbound.pending();
  }

  @Override
  public long droppedBytes() {
    return over ? outbound.pending() : 0;
  }

  @Override
  public PortCounters counters() {
    return connection.traffic().counters();
  }

  @Override
  public void shutdownOutput() {
    if (SENDING.compareAndSet(this, Sending.OPEN, Sending.SHUT)) {
      connection.ask(Connection.SHUTDOWN);
      wakeSenders();
    }
  }

  @Override
  public void close() {
    if (sending != Sending.CLOSED) {
      sending = Sending.CLOSED;
      connection.ask(Connection.CLOSE);
      wakeSenders();
    }
  }

  @Override
  public void abort() {
    sending = Sending.CLOSED;
    connection.ask(Connection.ABORT);
    wakeSenders();
  }

  @Override
  public boolean isClosed() {
    return sending != Sending.OPEN || isEnded();
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    SocketAddress known = local;
    if (known == null && connected && !isEnded()) {
      known = loop().ask(() -> connection.stream().localAddress());
      local = known;
    }
    return known;
  }

  @Override
  public long descriptor() {
    Long found = isEnded() ? null : loop().ask(() -> connection.stream().descriptor());
    return found == null ? -1 : found;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    return LoopCall.call(loop(), () -> connection.stream().option(option), _ -> {});
  }

  @Override
  public <T> Port option(SocketOption<T> option, T value) throws SystemCallException {
    // Refused here, and not by the system, where no system could take it.
    SocketOptions.none().with(option, value);
    return LoopCall.call(
        loop(),
        () -> {
          connection.stream().option(option, value);
          return this;
        },
        _ -> {});
  }

  @Override
  public SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public @Nullable ProxyHeader proxyHeader() {
    return proxyHeader;
  }

  void proxyHeader(ProxyHeader said) {
    proxyHeader = said;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public Port attach(@Nullable Object value) {
    attachment = value;
    return this;
  }

  @Override
  public String toString() {
    SocketAddress from = local;
    return from == null ? "port to " + remote : "port " + from + " to " + remote;
  }

  @Override
  void failureTaken() {
    // Who was to answer what came before has done so. Where nothing can be sent it is closed
    // already.
    close();
  }

  @Override
  void roomAgain() {
    connection.ask(Connection.RECEIVE);
  }

  @Override
  void creditTaken() {
    connection.ask(Connection.PASSIVATED);
  }

  @Override
  long inboxBytes() {
    return options.inboxBytes();
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  /** The local address, if somebody has asked for it. */
  @Nullable SocketAddress knownLocal() {
    return local;
  }

  PortOptions options() {
    return options;
  }

  Connection connection() {
    return connection;
  }

  /** The passive receives of this port; the receiving thread, and the loop once one was asked. */
  PassiveReceive passive() {
    PassiveReceive made = passive;
    if (made == null) {
      made = new PassiveReceive(this);
      passive = made;
    }
    return made;
  }

  /** What a passive receive asks for, or {@link PendingReceive#NONE}; the loop. */
  long question() {
    PassiveReceive made = passive;
    return made == null ? PendingReceive.NONE : made.pending().asked();
  }

  boolean loopHasThread() {
    return loopHasThread;
  }

  /**
   * Finds out whether the loop has a thread of its own; a thread of that loop, or of another one of
   * the same server.
   */
  private void learnLoop() {
    // A thread that runs a loop for its user has the loop's parker; a loop's own thread has not.
    loopHasThread = !(Parker.current() instanceof LoopRunner);
  }

  boolean isConnected() {
    return connected;
  }

  void setConnected() {
    learnLoop();
    connected = true;
    changed();
  }

  /** Nothing can be sent any more; receiving goes on, for what came before. */
  void failOutput(IOException cause) {
    failure = cause;
    SENDING.compareAndSet(this, Sending.OPEN, Sending.SHUT);
    wakeSenders();
  }

  /** What comes next cannot be received; sending goes on until the receiver has heard of that. */
  void refuse(IOException cause) {
    failure = cause;
  }

  void fail(IOException cause) {
    if (failure == null) {
      failure = cause;
    }
    sending = Sending.CLOSED;
  }

  /** Nothing is written any more; Closed, which says so, has not been put yet. */
  void over() {
    sending = Sending.CLOSED;
    over = true;
  }

  /** The last message has been put. */
  void end() {
    endInbox();
    wakeSenders();
  }

  /** As {@link #await}, until a deadline; for the receiving thread. */
  boolean awaitUntil(Condition condition, long deadlineNanos) throws InterruptedException {
    return await(condition, deadlineNanos, true);
  }

  /** The exception for bytes that will not come any more. */
  ChannelClosedException peerClosedException(int length) {
    if (failure != null) {
      return closedException();
    }
    return new ChannelClosedException(
        this + ": the peer closed before " + length + " bytes came", failure);
  }

  private void checkOpen() {
    if (isClosed()) {
      throw closedException();
    }
  }

  private boolean isConnectedOrEnded() {
    return connected || isEnded();
  }
}
