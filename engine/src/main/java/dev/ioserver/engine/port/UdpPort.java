package dev.ioserver.engine.port;

import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.DatagramBatchHandler;
import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Membership;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.Segments;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.loop.EventLoop;
import dev.ioserver.engine.loop.LoopCall;
import dev.ioserver.engine.port.KnownAddresses.Known;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.DatagramSockets.Feature;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A datagram port as its users see it. What they ask for goes to the {@link Binding} in the loop;
 * what comes from there goes through the queue of messages, or to the handler of batches.
 *
 * <p>Thread-safety: as {@link DatagramPort} says.
 */
public final class UdpPort extends PortFace implements DatagramPort {

  private static final VarHandle DROPS;

  static {
    try {
      DROPS = MethodHandles.lookup().findVarHandle(UdpPort.class, "drops", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final DatagramOptions options;
  private final Binding binding;
  private final UdpOutbound outbound;
  private final KnownAddresses addresses = new KnownAddresses();

  /** Known once it is open; published with the port. */
  private @Nullable SocketAddress local;

  /** Whether the kernel's drops are told; published with the port. */
  private boolean countsDrops;

  /** Takes what arrives instead of the queue; null as a rule. Any thread: volatile store. */
  private volatile @Nullable DatagramBatchHandler handler;

  /** The user closed the port, or it failed. Any thread: volatile store. */
  private volatile boolean closed;

  /** Nothing is sent any more. Loop: volatile store, before Closed says so. */
  private volatile boolean over;

  /** Why it failed, or null; published by the end or by a message. */
  private volatile @Nullable IOException failure;

  /** What the kernel has dropped. Loop: plain load, opaque store. Any thread: opaque load. */
  private long drops;

  private @Nullable Object attachment;

  /** A port of a loop; {@link #open} makes it one. */
  public UdpPort(EventLoop loop, DatagramOptions options) {
    super(loop, options.credit(), options.inboxLimit(), options.inboxBytes());
    this.options = options;
    this.binding = new Binding(this, options);
    this.outbound = binding.outbound();
  }

  /** Opens the socket; the loop's thread. */
  public UdpPort open(SocketAddress address) throws SystemCallException {
    Set<Feature> wanted = EnumSet.noneOf(Feature.class);
    Set<Feature> welcome = EnumSet.noneOf(Feature.class);
    switch (options.stamps()) {
      case OFF -> {
        // Nobody asks for the time.
      }
      case KERNEL -> wanted.add(Feature.STAMPS);
      case DEVICE -> {
        wanted.add(Feature.STAMPS);
        welcome.add(Feature.HARDWARE_STAMPS);
      }
    }
    switch (options.dropCounts()) {
      case OFF -> {
        // Nobody asks for them.
      }
      case ON -> wanted.add(Feature.DROP_COUNTS);
      case AUTOMATIC -> welcome.add(Feature.DROP_COUNTS);
    }
    if (options.localAddresses()) {
      wanted.add(Feature.LOCAL_ADDRESSES);
    }
    switch (options.receiveSegments()) {
      case OFF -> {
        // Each comes by itself.
      }
      case ON -> wanted.add(Feature.RECEIVES_SEGMENTS);
      case AUTOMATIC -> {
        if (options.remote() != null && options.dropCounts() != DatagramOptions.Telling.ON) {
          welcome.add(Feature.RECEIVES_SEGMENTS);
        }
      }
    }
    if (options.sendSegments() == Segments.ON) {
      wanted.add(Feature.SENDS_SEGMENTS);
    }
    countsDrops =
        options.dropCounts() != DatagramOptions.Telling.OFF
            && address instanceof InetSocketAddress
            && loop().transport().datagramFeatures().contains(Feature.DROP_COUNTS);
    local =
        binding.open(
            address,
            new DatagramSetup(
                options.remote(),
                wanted,
                welcome,
                options.maxDatagram(),
                options.sendSegments() != Segments.OFF));
    return this;
  }

  @Override
  public DatagramPort active(int datagrams) {
    addCredit(datagrams);
    return this;
  }

  @Override
  public DatagramPort activeUnlimited() {
    setCredit(Credit.UNLIMITED);
    return this;
  }

  @Override
  public DatagramPort pause() {
    setCredit(Credit.PASSIVE);
    return this;
  }

  @Override
  public DatagramPort onDatagrams(@Nullable DatagramBatchHandler next) {
    handler = next;
    binding.ask(Binding.RECEIVE);
    return this;
  }

  @Override
  public boolean trySend(ByteBuffer message) {
    checkConnected();
    return outbound.trySend(message, 0, 0, -1, 0, null);
  }

  @Override
  public boolean trySend(MemorySegment message) {
    checkConnected();
    return outbound.trySend(message, 0, 0, -1, 0, null);
  }

  @Override
  public boolean trySend(ByteBuffer message, SocketAddress to) {
    Known known = destination(to);
    return outbound.trySend(
        message, known.high(), known.low(), known.port(), known.scope(), other(known));
  }

  @Override
  public boolean trySend(MemorySegment message, SocketAddress to) {
    Known known = destination(to);
    return outbound.trySend(
        message, known.high(), known.low(), known.port(), known.scope(), other(known));
  }

  @Override
  public boolean tryReply(ReceivedDatagram to, ByteBuffer message) {
    checkOpen();
    return options.remote() != null
        ? outbound.trySend(message, 0, 0, -1, 0, null)
        : outbound.trySend(
            message,
            to.sourceHigh(),
            to.sourceLow(),
            to.sourcePort(),
            to.sourceScope(),
            otherSource(to));
  }

  @Override
  public boolean tryReply(ReceivedDatagram to, MemorySegment message) {
    checkOpen();
    return options.remote() != null
        ? outbound.trySend(message, 0, 0, -1, 0, null)
        : outbound.trySend(
            message,
            to.sourceHigh(),
            to.sourceLow(),
            to.sourcePort(),
            to.sourceScope(),
            otherSource(to));
  }

  @Override
  public void send(ByteBuffer message) throws InterruptedException {
    if (!trySend(message)) {
      waitToSend(() -> trySend(message));
    }
  }

  @Override
  public boolean send(ByteBuffer message, Duration timeout) throws InterruptedException {
    return trySend(message) || waitToSend(() -> trySend(message), timeout);
  }

  @Override
  public void send(ByteBuffer message, SocketAddress to) throws InterruptedException {
    if (!trySend(message, to)) {
      waitToSend(() -> trySend(message, to));
    }
  }

  @Override
  public boolean send(ByteBuffer message, SocketAddress to, Duration timeout)
      throws InterruptedException {
    return trySend(message, to) || waitToSend(() -> trySend(message, to), timeout);
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
    // What had not been sent when it ended never will be.
    return over ? 0 : outbound.pending();
  }

  @Override
  public long droppedBytes() {
    return over ? outbound.pending() : 0;
  }

  @Override
  public Membership join(InetAddress group, @Nullable NetworkInterface on)
      throws SystemCallException {
    return joinGroup(group, on, null);
  }

  @Override
  public Membership join(InetAddress group, @Nullable NetworkInterface on, InetAddress source)
      throws SystemCallException {
    return joinGroup(group, on, source);
  }

  private Membership joinGroup(
      InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
      throws SystemCallException {
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException(group + " is not a multicast address");
    }
    GroupMembership membership = new GroupMembership(this, group, on, source);
    return LoopCall.call(
        loop(),
        () -> {
          member(membership, true);
          return membership;
        },
        GroupMembership::undo);
  }

  /** Joins a group, or leaves it; the loop's thread. */
  void member(GroupMembership membership, boolean joins) throws SystemCallException {
    binding
        .datagrams()
        .member(joins, membership.group(), membership.networkInterface(), membership.source());
  }

  @Override
  public boolean countsDrops() {
    return countsDrops;
  }

  @Override
  public long drops() {
    return (long) DROPS.getOpaque(this);
  }

  /** The kernel has dropped some; the loop. */
  void countDrops(long more) {
    DROPS.setOpaque(this, drops + more);
  }

  @Override
  public PortCounters counters() {
    return binding.traffic().counters();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      binding.ask(Binding.CLOSE);
      wakeSenders();
    }
  }

  @Override
  public void abort() {
    closed = true;
    binding.ask(Binding.ABORT);
    wakeSenders();
  }

  @Override
  public boolean isClosed() {
    return closed || isEnded();
  }

  @Override
  public SocketAddress localAddress() {
    SocketAddress known = local;
    if (known == null) {
      throw new IllegalStateException("the port was never opened");
    }
    return known;
  }

  /** The local address of a datagram that came to a host; null if nothing was told. */
  @Nullable SocketAddress localAddress(long high, long low) {
    if ((high == 0 && low == 0) || !(local instanceof InetSocketAddress here)) {
      return null;
    }
    return addresses.address(high, low, here.getPort(), 0);
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return options.remote();
  }

  @Override
  public long descriptor() {
    Long found = isEnded() ? null : loop().ask(() -> binding.datagrams().descriptor());
    return found == null ? -1 : found;
  }

  @Override
  public <T> T option(SocketOption<T> option) throws SystemCallException {
    return LoopCall.call(loop(), () -> binding.datagrams().option(option), _ -> {});
  }

  @Override
  public <T> DatagramPort option(SocketOption<T> option, T value) throws SystemCallException {
    // Refused here, and not by the system, where no system could take it.
    SocketOptions.none().with(option, value);
    return LoopCall.call(
        loop(),
        () -> {
          binding.datagrams().option(option, value);
          return this;
        },
        _ -> {});
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public DatagramPort attach(@Nullable Object value) {
    attachment = value;
    return this;
  }

  @Override
  public String toString() {
    SocketAddress peer = options.remote();
    return "datagram port " + local + (peer == null ? "" : " to " + peer);
  }

  @Override
  void failureTaken() {
    // It is closed already.
  }

  @Override
  void roomAgain() {
    binding.ask(Binding.RECEIVE);
  }

  @Override
  void creditTaken() {
    binding.ask(Binding.PASSIVATED);
  }

  @Override
  long inboxBytes() {
    return options.inboxBytes();
  }

  @Override
  protected ChannelClosedException closedException() {
    return new ChannelClosedException(this + " is closed", failure);
  }

  /** Who takes what arrives, or null for the queue. */
  @Nullable DatagramBatchHandler handler() {
    return handler;
  }

  KnownAddresses addresses() {
    return addresses;
  }

  void fail(IOException cause) {
    failure = cause;
    closed = true;
  }

  /** Nothing is sent any more; Closed, which says so, has not been put yet. */
  void over() {
    closed = true;
    over = true;
  }

  /** The last message has been put. */
  void end() {
    endInbox();
    wakeSenders();
  }

  private void checkOpen() {
    if (isClosed()) {
      throw closedException();
    }
  }

  private void checkConnected() {
    checkOpen();
    if (options.remote() == null) {
      throw new IllegalStateException(
          this + " is not connected; give the destination, or connect it with remote(...)");
    }
  }

  private Known destination(SocketAddress to) {
    checkOpen();
    if (options.remote() != null) {
      throw new IllegalStateException(this + " is connected, and sends to its peer alone");
    }
    return addresses.numbers(to);
  }

  private static @Nullable SocketAddress other(Known known) {
    return known.address() instanceof InetSocketAddress ? null : known.address();
  }

  /** The source of a datagram, if it is not of IPv4 or IPv6. */
  private static @Nullable SocketAddress otherSource(ReceivedDatagram datagram) {
    return switch (datagram) {
      case PooledDatagram message -> message.other();
      case Arrivals cursor -> cursor.other();
      default -> datagram.source() instanceof InetSocketAddress ? null : datagram.source();
    };
  }
}
