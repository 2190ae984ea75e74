package dev.ioserver.engine.port;

import dev.ioserver.engine.ChannelClosedException;
import dev.ioserver.engine.Data;
import dev.ioserver.engine.Message;
import dev.ioserver.engine.Port;
import dev.ioserver.engine.PortOptions;
import dev.ioserver.engine.channel.MessageSource;
import dev.ioserver.engine.channel.SenderWaiters;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.spi.Condition;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jctools.queues.varhandle.unpadded.SpscGrowableVarHandleUnpaddedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port as its users see it. What they ask for goes to the {@link PortCore} in the loop; what
 * comes from there goes through the queue of messages.
 *
 * <p>Thread-safety: as {@link Port} says.
 */
public final class TcpPort extends MessageSource<Message> implements Port {

  /**
   * The inbox begins small, so that thousands of ports that have a message or two at a time stay
   * within the processor's caches, and grows to what was ever needed, so that it allocates nothing
   * after that. Its limit is beyond any memory: what bounds it is credit, or the inbox limit.
   */
  private static final int INBOX_FIRST = 16;

  private static final int INBOX_MOST = 1 << 30;

  private final EventLoop loop;
  private final PortOptions options;
  private final PortCore core;
  private final PortOutput output;
  private final PortSender sender;
  private final Credit credit;
  private final Demand demand = new Demand();
  private final PassiveReceive passive = new PassiveReceive(this, demand);
  private final SenderWaiters waiters = new SenderWaiters();

  private final Condition settled = this::isConnectedOrEnded;

  private final InetSocketAddress remote;
  private volatile @Nullable InetSocketAddress local;

  /** The user closed it, or it failed: sending is over. Any thread: volatile store. */
  private volatile boolean closing;

  private volatile boolean outputShut;
  private volatile boolean connected;

  /** The last message is in the queue. Loop: volatile store. */
  private volatile boolean ended;

  /** Why it failed, or null; published by {@link #ended} or by a message. */
  private volatile @Nullable IOException failure;

  /** Reading waits until the inbox has been emptied somewhat. Loop and receiver: volatile. */
  private volatile boolean stalled;

  private @Nullable Object attachment;

  /** Something was put or changed since the last announcement; the loop's. */
  private boolean unannounced;

  /** A port of a loop; it is nothing yet until its core is started. */
  public TcpPort(EventLoop loop, PortOptions options, InetSocketAddress remote) {
    super(new SpscGrowableVarHandleUnpaddedArrayQueue<>(INBOX_FIRST, INBOX_MOST));
    this.loop = loop;
    this.options = options;
    this.remote = remote;
    this.output = new PortOutput(loop.pool(), options);
    this.credit =
        new Credit(
            options.initialCredit() == PortOptions.UNLIMITED
                ? Credit.UNLIMITED
                : options.initialCredit());
    this.core = new PortCore(this);
    this.sender = core.sender();
  }

  /** Has the loop connect it. */
  public void startConnect() {
    core.start(PortCore.CONNECT, 0);
  }

  /** Has the loop take over an accepted descriptor. */
  public void startAccepted(long descriptor) {
    // The accepting loop is of the same server: both have threads of their own, or neither has.
    passive.learnLoop();
    core.start(PortCore.ADOPT, descriptor);
  }

  @Override
  public Port active(int messages) {
    changed(credit.add(messages));
    return this;
  }

  @Override
  public Port activeUnlimited() {
    changed(credit.set(Credit.UNLIMITED));
    return this;
  }

  @Override
  public Port pause() {
    changed(credit.set(Credit.PASSIVE));
    return this;
  }

  private void changed(Credit.Change change) {
    switch (change) {
      case NOTHING -> {
        // The loop finds the new number when it uses it.
      }
      case ACTIVATED -> core.ask(PortCore.RECEIVE);
      case PASSIVATED -> core.ask(PortCore.PASSIVATED);
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
    if (!connected && ended) {
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
    if (loop.isOwner()) {
      sender.flushLocal();
    }
    // What other threads send is on its way already.
  }

  @Override
  public long pendingBytes() {
    // What had not been written when it ended never will be.
    return ended ? 0 : output.pending();
  }

  @Override
  public void shutdownOutput() {
    if (!outputShut) {
      outputShut = true;
      core.ask(PortCore.SHUTDOWN);
      waiters.wakeAll();
    }
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      core.ask(PortCore.CLOSE);
      waiters.wakeAll();
    }
  }

  @Override
  public void abort() {
    closing = true;
    core.ask(PortCore.ABORT);
    waiters.wakeAll();
  }

  @Override
  public boolean isClosed() {
    return closing || outputShut || ended;
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
  public boolean tellsItsEnd() {
    return true;
  }

  @Override
  public String toString() {
    return "port " + local + " to " + remote;
  }

  @Override
  protected boolean isEnded() {
    return ended;
  }

  @Override
  protected void afterTake() {
    if (!credit.isUnlimited()) {
      return;
    }
    if (loop.isOwner()) {
      // The same thread puts and takes.
      proceedIfStalled();
      return;
    }
    // The fence makes sure that one sees the other: this thread the stall, or the loop the room.
    VarHandle.fullFence();
    proceedIfStalled();
  }

  private void proceedIfStalled() {
    if (stalled && queue.size() <= options.inboxLimit() / 2) {
      stalled = false;
      core.ask(PortCore.RECEIVE);
    }
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  EventLoop loop() {
    return loop;
  }

  PortOptions options() {
    return options;
  }

  PortOutput output() {
    return output;
  }

  Credit credit() {
    return credit;
  }

  Demand demand() {
    return demand;
  }

  PortCore core() {
    return core;
  }

  /** A message for the receiver; the loop. It is announced by {@link #announce()}. */
  void put(Message message) {
    queue.offer(message);
    unannounced = true;
    loop.countIn(1);
  }

  /** Tells whoever waits that something has changed; the loop. */
  void announce() {
    if (unannounced) {
      unannounced = false;
      signal();
    }
  }

  /** Something other than a message has changed that somebody may wait for; the loop. */
  void changed() {
    unannounced = true;
  }

  /** Whether more messages may be put although nobody counts them; the loop. */
  boolean hasInboxRoom() {
    if (queue.size() < options.inboxLimit()) {
      return true;
    }
    stalled = true;
    VarHandle.fullFence();
    // The receiver may have emptied the inbox before it could see that.
    return queue.size() <= options.inboxLimit() / 2;
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
    unannounced = true;
  }

  void fail(IOException cause) {
    failure = cause;
    closing = true;
  }

  /** The last message has been put. */
  void end() {
    closing = true;
    ended = true;
    signal();
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
    return connected || ended;
  }
}
