package dev.ioserver.engine.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.channel.SenderWaiters;
import dev.ioserver.engine.loop.EventLoop;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port as its users see it. What they ask for goes to the {@link Connection} in the loop;
 * what comes from there goes through the queue of messages.
 *
 * <p>Thread-safety: as {@link Port} says.
 */
public final class TcpPort extends PortInbox implements Port {

  private final PortOptions options;
  private final Connection core;
  private final Outbound output;
  private final PortSender sender;
  private final PendingReceive demand = new PendingReceive();
  private final PassiveReceive passive = new PassiveReceive(this, demand);
  private final SenderWaiters waiters = new SenderWaiters();

  private final Condition settled = this::isConnectedOrEnded;

  private final InetSocketAddress remote;
  private volatile @Nullable InetSocketAddress local;

  /** The user closed it, or it failed: sending is over. Any thread: volatile store. */
  private volatile boolean closing;

  private volatile boolean outputShut;
  private volatile boolean connected;

  /** Why it failed, or null; published by the end or by a message. */
  private volatile @Nullable IOException failure;

  private @Nullable Object attachment;

  /** A port of a loop; it is nothing yet until its core is started. */
  public TcpPort(EventLoop loop, PortOptions options, InetSocketAddress remote) {
    super(loop, options);
    this.options = options;
    this.remote = remote;
    this.output = new Outbound(loop.pool(), options);
    this.core = new Connection(this);
    this.sender = core.sender();
  }

  /** Has the loop connect it. */
  public void startConnect() {
    core.start(Connection.CONNECT, 0);
  }

  /** Has the loop take over an accepted descriptor. */
  public void startAccepted(long descriptor) {
    // The accepting loop is of the same server: both have threads of their own, or neither has.
    passive.learnLoop();
    core.start(Connection.ADOPT, descriptor);
  }

  @Override
  public Port active(int messages) {
    changed(credit().add(messages));
    return this;
  }

  @Override
  public Port activeUnlimited() {
    changed(credit().set(Credit.UNLIMITED));
    return this;
  }

  @Override
  public Port pause() {
    changed(credit().set(Credit.PASSIVE));
    return this;
  }

  private void changed(Credit.Change change) {
    switch (change) {
      case NOTHING -> {
        // The loop finds the new number when it uses it.
      }
      case ACTIVATED -> core.ask(Connection.RECEIVE);
      case PASSIVATED -> core.ask(Connection.PASSIVATED);
    }
  }

  @Override
  public @Nullable Data receive(int length, long timeoutNanos) throws InterruptedException {
    return passive.receive(length, timeoutNanos);
  }

  @Override
  public boolean awaitConnected(long timeoutNanos) throws InterruptedException {
    long deadline = System.nanoTime() + Math.max(0, timeoutNanos);
    await(settled, deadline, true);
    if (!connected && isEnded()) {
      throw closedException();
    }
    return connected;
  }

  @Override
  public boolean trySend(ByteBuffer message) {
    checkOpen();
    return sender.trySend(message);
  }

  @Override
  public boolean trySend(MemorySegment message) {
    checkOpen();
    return sender.trySend(message);
  }

  @Override
  public boolean trySend(ByteBuffer[] buffers, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, buffers.length);
    checkOpen();
    return sender.trySend(buffers, offset, count);
  }

  @Override
  public void send(ByteBuffer message) throws InterruptedException {
    if (!trySend(message)) {
      waiters.send(() -> trySend(message), 0, false);
    }
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    if (!trySend(message)) {
      waiters.send(() -> trySend(message), 0, false);
    }
  }

  @Override
  public boolean send(ByteBuffer message, long timeoutNanos) throws InterruptedException {
    if (trySend(message)) {
      return true;
    }
    if (timeoutNanos <= 0) {
      return false;
    }
    return waiters.send(() -> trySend(message), System.nanoTime() + timeoutNanos, true);
  }

  @Override
  public void flush() {
    if (loop().isOwner()) {
      sender.flushLocal();
    }
    // What other threads send is on its way already.
  }

  @Override
  public long pendingBytes() {
    // What had not been written when it ended never will be.
    return isEnded() ? 0 : output.pending();
  }

  @Override
  public void shutdownOutput() {
    if (!outputShut) {
      outputShut = true;
      core.ask(Connection.SHUTDOWN);
      waiters.wakeAll();
    }
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      core.ask(Connection.CLOSE);
      waiters.wakeAll();
    }
  }

  @Override
  public void abort() {
    closing = true;
    core.ask(Connection.ABORT);
    waiters.wakeAll();
  }

  @Override
  public boolean isClosed() {
    return closing || outputShut || isEnded();
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
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
    return "port " + local + " to " + remote;
  }

  @Override
  void roomAgain() {
    core.ask(Connection.RECEIVE);
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  PortOptions options() {
    return options;
  }

  Outbound output() {
    return output;
  }

  PendingReceive demand() {
    return demand;
  }

  Connection core() {
    return core;
  }

  /** There is room to send again, or nothing can be sent any more; the loop. */
  void wakeSenders() {
    waiters.wakeAll();
  }

  void localAddress(@Nullable InetSocketAddress address) {
    local = address;
  }

  void setConnected() {
    passive.learnLoop();
    connected = true;
    changed();
  }

  void fail(IOException cause) {
    failure = cause;
    closing = true;
  }

  /** The last message has been put. */
  void end() {
    closing = true;
    endInbox();
    waiters.wakeAll();
  }

  /** As {@link #await}, until a deadline; for the receiving thread. */
  boolean awaitUntil(Condition condition, long deadlineNanos) throws InterruptedException {
    return await(condition, deadlineNanos, true);
  }

  /** The exception for bytes that will not come any more. */
  ChannelClosedException peerClosedException(int length) {
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
