package dev.ioserver.netty;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the channels of this transport share: a descriptor, its registration with an event loop, and
 * what is known of its readiness.
 *
 * <p>Where the engine has edges, the kernel is told once, when the channel connects or listens,
 * that it is to report every change of readiness. What it has reported is remembered here. So to
 * read or not to read, and to wait for room to write, changes memory and costs no system call.
 * Where it has none, the loop's selector is told what is waited for, and tells the system as late
 * as it can.
 *
 * <p>Thread-safety: as of every channel of Netty. Fields without a word belong to the event loop's
 * thread, or to whoever opens the channel before it is registered.
 */
abstract class AbstractIoServerChannel extends AbstractChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private static final int ALL_CHANGES = Interest.READ | Interest.WRITE | Interest.EDGE;

  private final SocketDescriptor descriptor;
  private final boolean inet6;

  /** Connected, or listening. The loop writes, any thread reads; volatile. */
  private volatile boolean active;

  /** The loop writes, any thread reads; volatile. */
  private volatile @Nullable SocketAddress local;

  private @Nullable IoRegistration registration;

  /** The loop's calls, while there is a registration. */
  private @Nullable LoopCalls loopCalls;

  /** What the registration waits for. */
  private int interest;

  /** Whether a read would find something, as far as it is known. */
  private boolean readable;

  /** The kernel has told of the peer's end, or of an error: reads find it behind what is left. */
  private boolean peerClosed;

  /** Whether what can be read is to be read. */
  private boolean readWanted;

  /** Whether somebody has asked to read since the last read that found something. */
  private boolean readPending;

  /** Whether the loop's next run will read. */
  private boolean readScheduled;

  /** Whether the kernel took no more, and tells when it does. */
  private boolean writeBlocked;

  /** Another thread closes the descriptor, or has closed it: the loop lets it alone. */
  private boolean abandoned;

  /**
   * A channel over a descriptor.
   *
   * @param inet6 whether it is of IPv6 and reaches IPv4 by mapped addresses
   * @param active whether it is connected already
   */
  AbstractIoServerChannel(
      @Nullable Channel parent, SocketDescriptor descriptor, boolean inet6, boolean active) {
    super(parent);
    this.descriptor = descriptor;
    this.inet6 = inet6;
    this.active = active;
  }

  /** {@return the descriptor's number; it stays the channel's} */
  public final long descriptor() {
    return descriptor.number();
  }

  final SocketDescriptor socketDescriptor() {
    return descriptor;
  }

  final boolean isInet6() {
    return inet6;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public final boolean isOpen() {
    return descriptor.isOpen();
  }

  @Override
  public boolean isActive() {
    return active && isOpen();
  }

  @Override
  protected final boolean isCompatible(EventLoop loop) {
    return loop instanceof IoEventLoop ours && ours.isCompatible(AbstractIoServerUnsafe.class);
  }

  @Override
  protected final @Nullable SocketAddress localAddress0() {
    return local;
  }

  final void localAddress(@Nullable SocketAddress address) {
    local = address;
  }

  /** Asks the system for the local address. */
  final void readLocalAddress(DescriptorSockets calls) {
    local = calls.localAddress(descriptor.number());
  }

  @Override
  protected final void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register((AbstractIoServerUnsafe) unsafe())
        .addListener(
            future -> {
              if (future.isSuccess()) {
                registered((IoRegistration) Objects.requireNonNull(future.getNow()));
                promise.setSuccess();
              } else {
                promise.setFailure(future.cause());
              }
            });
  }

  private void registered(IoRegistration with) {
    registration = with;
    loopCalls = with.attachment();
    // A kernel that is told of a descriptor reports what it is ready for.
    readable = false;
    readScheduled = false;
    interest = Interest.NONE;
    updateInterest();
  }

  /** Has the selector wait for what is waited for here. No system call. */
  final void updateInterest() {
    IoRegistration with = registration;
    LoopCalls calls = loopCalls;
    if (with == null || calls == null) {
      return;
    }
    int wanted = calls.edgeTriggered() ? ofKernelWithEdges() : awaited();
    if (wanted != interest) {
      interest = wanted;
      with.submit(IoServerIoOps.of(wanted));
    }
  }

  private int ofKernelWithEdges() {
    return isLevelTriggered() ? levels() : changes();
  }

  /** All of them, from the first one that can come. */
  private int changes() {
    return active || isConnecting() || writeBlocked ? ALL_CHANGES : Interest.NONE;
  }

  /**
   * Of a kernel that has edges, for a socket that has none. Reading is waited for until there is
   * something to read that nobody wants, and from when there is nothing left: the kernel need not
   * hear of other changes, and tells even who does not read of the peer's end.
   */
  private int levels() {
    boolean waiting = (interest & Interest.READ) != 0;
    boolean reads = active && (!readable || (readWanted && waiting));
    boolean writes = writeBlocked || isConnecting();
    return (reads ? Interest.READ : Interest.NONE) | (writes ? Interest.WRITE : Interest.NONE);
  }

  /** What is ready is told again and again: nothing is waited for that nobody wants. */
  private int awaited() {
    boolean reads = active && readWanted && !readScheduled;
    boolean writes = writeBlocked || isConnecting();
    return (reads ? Interest.READ : Interest.NONE) | (writes ? Interest.WRITE : Interest.NONE);
  }

  /**
   * Whether it ends with its peer. Datagrams do not: what the kernel calls an error is told by the
   * next call, and more may follow.
   */
  boolean isStream() {
    return true;
  }

  /** Whether the kernel reports what is ready, and not changes of it, even where it has edges. */
  boolean isLevelTriggered() {
    return false;
  }

  /** Whether a connect is under way. */
  abstract boolean isConnecting();

  @Override
  protected final void doDeregister() {
    IoRegistration with = registration;
    registration = null;
    loopCalls = null;
    if (with != null) {
      with.cancel();
    }
  }

  @Override
  protected void doClose() throws Exception {
    active = false;
    LoopCalls calls = loopCalls;
    doDeregister();
    // A poller may remember something by the number of what it knew: it hears of the close.
    if (calls != null && eventLoop().inEventLoop()) {
      close(calls.sockets());
      return;
    }
    try (ControlCalls borrowed = ControlCalls.borrow()) {
      close(borrowed.sockets());
    }
  }

  private void close(DescriptorSockets calls) throws IOException {
    if (descriptor.isOpen()) {
      check(calls, descriptor.close(calls));
    }
  }

  /** Lets another thread close the descriptor, which may take as long as SO_LINGER says. */
  final void abandon() {
    abandoned = true;
    doDeregister();
  }

  @Override
  protected void doDisconnect() throws Exception {
    doClose();
  }

  /** The loop's calls, while the descriptor may be read and written; else null. */
  final @Nullable LoopCalls transferCalls() {
    return abandoned || !descriptor.isOpen() ? null : loopCalls;
  }

  @Override
  protected final void doBeginRead() {
    readPending = true;
    readWanted = true;
    scheduleRead();
    updateInterest();
  }

  /** It is connected, or it listens. */
  final void becomeActive() {
    active = true;
    updateInterest();
  }

  /** Reads in the loop's next run, if there is something to read. */
  private void scheduleRead() {
    LoopCalls calls = loopCalls;
    if (readable && readWanted && !readScheduled && calls != null && isActive()) {
      readScheduled = true;
      calls.unread().add((AbstractIoServerUnsafe) unsafe());
    }
  }

  /** A read has found nothing, or less than it had room for. */
  final void readEmpty() {
    // The end comes behind it without another change.
    readable = peerClosed;
  }

  /** Something was read: who wants more asks again. */
  final void readDone() {
    readPending = false;
  }

  /** Goes on reading only if somebody asks. */
  final void stopReading() {
    readPending = false;
    readWanted = false;
    updateInterest();
  }

  /**
   * The input was shut down: the next read finds its end. Where there are edges, the kernel tells
   * of it; elsewhere not every one does.
   */
  final void inputIsOver() {
    LoopCalls calls = loopCalls;
    if (calls != null && !calls.edgeTriggered()) {
      readable = true;
      scheduleRead();
    }
  }

  /** Whether the kernel took no more, and has not said since that it does. */
  final boolean isWriteBlocked() {
    return writeBlocked;
  }

  final void writeBlocked(boolean blocked) {
    writeBlocked = blocked;
    updateInterest();
  }

  /** Reading goes on no longer by itself. Any thread. */
  final void autoReadCleared() {
    if (!isRegistered() || eventLoop().inEventLoop()) {
      stopReading();
    } else {
      eventLoop().execute(this::stopReadingUnlessWanted);
    }
  }

  private void stopReadingUnlessWanted() {
    if (!config().isAutoRead()) {
      stopReading();
    }
  }

  /** The address as the system is told. */
  SocketAddress told(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      throw new UnsupportedAddressTypeException();
    }
    if (inet.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
    return MappedAddresses.forSocket(inet, inet6);
  }

  /** Binds with calls of any thread. */
  final void bindTo(DescriptorSockets calls, SocketAddress address) throws IOException {
    int result = calls.bind(descriptor.number(), told(address));
    if (result < 0) {
      throw bindFailure(calls, result);
    }
    readLocalAddress(calls);
  }

  /** Why an address could not be bound, which was tried just now. */
  IOException bindFailure(DescriptorSockets calls, int result) {
    return Failures.known(calls, result);
  }

  /** Throws what a call's result says, if it has failed. */
  static void check(DescriptorSockets calls, int result) throws IOException {
    if (result < 0) {
      throw Failures.known(calls, result);
    }
  }

  /** Throws if the channel is closed. */
  final void checkOpen() throws ClosedChannelException {
    if (abandoned || !descriptor.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  /** The side of a channel that its event loop calls; what it runs is to read what there is. */
  abstract class AbstractIoServerUnsafe extends AbstractUnsafe
      implements IoServerIoHandle, Runnable {

    @Override
    public final long descriptor() {
      return descriptor.number();
    }

    @Override
    public final void close() {
      close(voidPromise());
    }

    @Override
    public final void handle(IoRegistration from, IoEvent event) {
      IoServerIoEvent ours = (IoServerIoEvent) event;
      SystemCallException failure = ours.failure();
      if (failure != null) {
        pipeline().fireExceptionCaught(failure);
        close(voidPromise());
        return;
      }
      int ready = ours.ready();
      if ((ready & Interest.READ) != 0) {
        readable = true;
        peerClosed |= isStream() && (ready & (Interest.PEER_CLOSED | Interest.ERROR)) != 0;
      }
      // The outcome of a connect comes before what was received by it.
      if ((ready & Interest.WRITE) != 0 && (writeBlocked || isConnecting())) {
        writeBlocked = false;
        writeReady();
      }
      if (!readScheduled) {
        readIfReady();
      }
      updateInterest();
    }

    /** What {@link #scheduleRead} has asked for, unless the channel went to another loop. */
    @Override
    public final void run() {
      if (isRegistered() && eventLoop().inEventLoop()) {
        readScheduled = false;
        readIfReady();
        updateInterest();
      }
    }

    private void readIfReady() {
      if (readable && readWanted && isActive()) {
        readReady();
        if (!readPending && !config().isAutoRead()) {
          stopReading();
        }
        scheduleRead();
      }
      if (peerClosed && !readWanted && isActive()) {
        endUnread();
      }
    }

    /** There is something to read, or the end, or an error. */
    abstract void readReady();

    /** The peer's end has come, or an error, and nobody reads. */
    abstract void endUnread();

    /** There is room to write, or a connect is decided. */
    abstract void writeReady();
  }
}
