package dev.ioserver.netty;

import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.internal.StringUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket, whose messages are {@link DatagramPacket}s. What is flushed together goes with as
 * few calls as the system allows; {@link IoServerChannelOption#MAX_DATAGRAM_PAYLOAD_SIZE} has
 * several datagrams received with one call.
 */
public final class IoServerDatagramChannel extends AbstractIoServerChannel
    implements DatagramChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

  private final IoServerDatagramChannelConfig config;
  private final KnownSources sources = new KnownSources();

  /** What one read has brought, until the pipeline is given it. The loop's thread. */
  private final List<DatagramPacket> received = new ArrayList<>();

  /** Null while it is not connected. The loop writes, any thread reads; volatile. */
  private volatile @Nullable InetSocketAddress remote;

  /** A channel of IPv6 and IPv4, where there is both. */
  public IoServerDatagramChannel() {
    this(ControlCalls.isInet6());
  }

  /**
   * A channel of one family.
   *
   * @param family null for both, where there is both
   */
  public IoServerDatagramChannel(@Nullable SocketProtocolFamily family) {
    this(Opened.isInet6(family));
  }

  private IoServerDatagramChannel(boolean inet6) {
    super(null, Opened.datagramSocket(inet6), inet6, false);
    config = new IoServerDatagramChannelConfig(this);
  }

  @Override
  public IoServerDatagramChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isActive() {
    return super.isActive() || (isOpen() && config.isActiveOnOpen() && isRegistered());
  }

  @Override
  public boolean isConnected() {
    return remote != null && isOpen();
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return (InetSocketAddress) super.remoteAddress();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  boolean isConnecting() {
    return false;
  }

  @Override
  boolean isStream() {
    return false;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new DatagramUnsafe();
  }

  @Override
  protected void doBind(SocketAddress address) throws Exception {
    try (ControlCalls calls = ControlCalls.borrow()) {
      bindTo(calls.sockets(), address);
    }
    becomeActive();
  }

  @Override
  protected void doDisconnect() throws Exception {
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = calls.sockets();
      check(sockets, LoopDatagrams.of(sockets).disconnect(descriptor()));
      readLocalAddress(sockets);
    }
    remote = null;
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    remote = null;
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof DatagramPacket packet) {
      checkResolved(packet.recipient());
      ByteBuf content = packet.content();
      return isReady(content)
          ? packet
          : new DatagramPacket(direct(packet, content), packet.recipient());
    }
    if (message instanceof ByteBuf buffer) {
      return isReady(buffer) ? buffer : direct(buffer, buffer);
    }
    if (message instanceof AddressedEnvelope<?, ?> envelope
        && envelope.content() instanceof ByteBuf content
        && (envelope.recipient() == null || envelope.recipient() instanceof InetSocketAddress)) {
      InetSocketAddress recipient = (InetSocketAddress) envelope.recipient();
      checkResolved(recipient);
      return isReady(content)
          ? envelope
          : new DefaultAddressedEnvelope<>(direct(envelope, content), recipient);
    }
    throw new UnsupportedOperationException(
        "a channel of datagrams sends DatagramPacket, ByteBuf and AddressedEnvelope of them, not "
            + StringUtil.simpleClassName(message));
  }

  /** The bytes as the system can be given them; who has held them lets them go. */
  private ByteBuf direct(Object holder, ByteBuf content) {
    int length = content.readableBytes();
    ByteBuf copy = alloc().directBuffer(length, length);
    copy.writeBytes(content, content.readerIndex(), length);
    ReferenceCountUtil.safeRelease(holder);
    return copy;
  }

  private static void checkResolved(@Nullable InetSocketAddress address) {
    if (address != null && address.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
  }

  /** Whether the system can be given the bytes as they lie. */
  private static boolean isReady(ByteBuf buffer) {
    return !buffer.isReadable() || (buffer.isDirect() && buffer.nioBufferCount() == 1);
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) throws Exception {
    LoopCalls calls = transferCalls();
    while (calls != null && in.current() != null) {
      int sent = calls.datagrams().send(descriptor(), in);
      if (sent == ErrorCodes.WOULD_BLOCK) {
        writeBlocked(true);
        return;
      }
      if (sent < 0) {
        // That one alone: the others may go.
        in.remove(failure(calls.sockets(), sent, in.current()));
        continue;
      }
      for (int i = 0; i < sent; i++) {
        in.remove();
      }
      if (localAddress() == null || localAddress().getPort() == 0) {
        // The system has bound it.
        readLocalAddress(calls.sockets());
        becomeActive();
      }
    }
  }

  private Throwable failure(DescriptorSockets sockets, int result, Object message) {
    boolean nowhere =
        remote == null
            && !(message instanceof AddressedEnvelope<?, ?> envelope
                && envelope.recipient() != null);
    return nowhere ? new NotYetConnectedException() : Failures.ofDatagram(sockets, result);
  }

  @Override
  public ChannelFuture joinGroup(InetAddress group) {
    return joinGroup(group, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
    return change(true, group, config.getNetworkInterface(), null, promise);
  }

  @Override
  public ChannelFuture joinGroup(InetSocketAddress group, @Nullable NetworkInterface on) {
    return joinGroup(group, on, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(
      InetSocketAddress group, @Nullable NetworkInterface on, ChannelPromise promise) {
    return change(true, group.getAddress(), on, null, promise);
  }

  @Override
  public ChannelFuture joinGroup(
      InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {
    return joinGroup(group, on, source, newPromise());
  }

  @Override
  public ChannelFuture joinGroup(
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source,
      ChannelPromise promise) {
    return change(true, group, on, source, promise);
  }

  @Override
  public ChannelFuture leaveGroup(InetAddress group) {
    return leaveGroup(group, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
    return change(false, group, config.getNetworkInterface(), null, promise);
  }

  @Override
  public ChannelFuture leaveGroup(InetSocketAddress group, @Nullable NetworkInterface on) {
    return leaveGroup(group, on, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(
      InetSocketAddress group, @Nullable NetworkInterface on, ChannelPromise promise) {
    return change(false, group.getAddress(), on, null, promise);
  }

  @Override
  public ChannelFuture leaveGroup(
      InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {
    return leaveGroup(group, on, source, newPromise());
  }

  @Override
  public ChannelFuture leaveGroup(
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source,
      ChannelPromise promise) {
    return change(false, group, on, source, promise);
  }

  /** {@inheritDoc} Fails: joining for one source at a time is what there is. */
  @Override
  public ChannelFuture block(InetAddress group, @Nullable NetworkInterface on, InetAddress source) {
    return block(group, on, source, newPromise());
  }

  /** {@inheritDoc} Fails, as the other. */
  @Override
  public ChannelFuture block(
      InetAddress group,
      @Nullable NetworkInterface on,
      InetAddress source,
      ChannelPromise promise) {
    return promise.setFailure(
        new UnsupportedOperationException(
            "a source cannot be blocked; join the group for the sources that are wanted"));
  }

  /** {@inheritDoc} Fails, as the other. */
  @Override
  public ChannelFuture block(InetAddress group, InetAddress source) {
    return block(group, source, newPromise());
  }

  /** {@inheritDoc} Fails, as the other. */
  @Override
  public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
    return block(group, null, source, promise);
  }

  /** Joins or leaves; on any thread, since no loop has a part in it. */
  private ChannelFuture change(
      boolean joins,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source,
      ChannelPromise promise) {
    if (!socketDescriptor().enter()) {
      return promise.setFailure(new ClosedChannelException());
    }
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = calls.sockets();
      try {
        var datagrams = LoopDatagrams.of(sockets);
        int result =
            joins
                ? datagrams.join(descriptor(), group, on, source)
                : datagrams.leave(descriptor(), group, on, source);
        return result < 0
            ? promise.setFailure(Failures.known(sockets, result))
            : promise.setSuccess();
      } finally {
        socketDescriptor().leave(sockets);
      }
    }
  }

  /** The side that the event loop calls. */
  private final class DatagramUnsafe extends AbstractIoServerUnsafe {

    @Override
    public void connect(
        SocketAddress remoteAddress, @Nullable SocketAddress localAddress, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      boolean wasActive = isActive();
      try (ControlCalls calls = ControlCalls.borrow()) {
        DescriptorSockets sockets = calls.sockets();
        SocketAddress told = told(remoteAddress);
        if (localAddress != null) {
          bindTo(sockets, localAddress);
        }
        check(sockets, sockets.connect(descriptor(), told));
        readLocalAddress(sockets);
        remote = (InetSocketAddress) remoteAddress;
        becomeActive();
      } catch (IOException | RuntimeException e) {
        promise.tryFailure(annotateConnectException(e, remoteAddress));
        closeIfClosed();
        return;
      }
      promise.trySuccess();
      if (!wasActive && isActive()) {
        pipeline().fireChannelActive();
      }
    }

    @Override
    void writeReady() {
      if (isOpen()) {
        super.flush0();
      }
    }

    /** Waits if the socket took no more the last time: it says when it does. */
    @Override
    protected void flush0() {
      if (!isWriteBlocked()) {
        super.flush0();
      }
    }

    @Override
    void endUnread() {
      throw new AssertionError("datagrams do not end");
    }

    @Override
    void readReady() {
      var handle = (ExtendedHandle) recvBufAllocHandle();
      handle.reset(config);
      Throwable failure = null;
      try {
        LoopCalls calls = transferCalls();
        while (calls != null && receive(calls, handle)) {
          // It is fine to have read less than there was room for.
          if (!handle.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER)) {
            break;
          }
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
      if (!received.isEmpty()) {
        readDone();
      }
      // A handler may have this called again.
      DatagramPacket[] packets = received.toArray(new DatagramPacket[0]);
      received.clear();
      for (DatagramPacket packet : packets) {
        pipeline().fireChannelRead(packet);
      }
      handle.readComplete();
      pipeline().fireChannelReadComplete();
      if (failure != null) {
        pipeline().fireExceptionCaught(failure);
      }
    }

    /** Receives once, and says whether there was anything. */
    private boolean receive(LoopCalls calls, ExtendedHandle handle) throws IOException {
      ByteBuf buffer = handle.allocate(calls.allocator().over(config.getAllocator()));
      try {
        int capacity = buffer.writableBytes();
        int payload = config.getMaxDatagramPayloadSize();
        boolean several = payload > 0 && capacity >= 2 * payload;
        int room = several ? payload : capacity;
        int most = several ? Math.min(capacity / payload, LoopDatagrams.MOST) : 1;
        handle.attemptedBytesRead(room * most);
        int got = calls.datagrams().receive(descriptor(), buffer, room, most);
        if (got == ErrorCodes.WOULD_BLOCK) {
          readEmpty();
          handle.lastBytesRead(-1);
          return false;
        }
        if (got < 0) {
          handle.lastBytesRead(-1);
          throw Failures.ofDatagram(calls.sockets(), got);
        }
        take(calls.datagrams().incoming(), got, room, buffer, handle, several);
        return true;
      } finally {
        ReferenceCountUtil.release(buffer);
      }
    }

    private void take(
        DatagramBatch batch,
        int count,
        int room,
        ByteBuf buffer,
        ExtendedHandle handle,
        boolean several) {
      int begin = buffer.writerIndex();
      int bytes = 0;
      InetSocketAddress recipient = IoServerDatagramChannel.this.localAddress();
      for (int i = 0; i < count; i++) {
        int length = batch.length[i];
        int at = begin + i * room;
        ByteBuf content =
            several
                ? buffer.retainedSlice(at, length)
                : buffer.retain().writerIndex(begin + length);
        received.add(new DatagramPacket(content, recipient, sources.of(batch, i)));
        bytes += length;
      }
      handle.lastBytesRead(bytes);
      handle.incMessagesRead(count);
    }
  }
}
