package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.BufferSockets;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls over {@link SocketChannel} and {@link ServerSocketChannel}.
 *
 * <p>A thread whose interrupt is set may make all of them: java.nio closes the channel of an
 * interrupted thread in blocking mode only, and no channel here does anything before it is in the
 * other mode.
 *
 * <p>Thread-safety: one thread at a time; descriptors may move between the loops of the engine.
 */
final class NioSockets implements BufferSockets {

  private final NioPoller poller;
  private final NioErrorCodes codes = NioErrorCodes.INSTANCE;
  private final NioGather gather = new NioGather();
  private String lastCall = "";

  /** Made when somebody asks. */
  private @Nullable NioDatagrams datagrams;

  /** Why an option could not be read. */
  private int lastCode;

  /** Null while nothing was accepted. */
  private @Nullable SocketAddress acceptedPeer;

  /**
   * Opens the calls.
   *
   * @param poller the loop's, which has to let go of channels before they can close
   */
  NioSockets(NioPoller poller) {
    this.poller = poller;
    // As in NioErrorCodes: the class behind the switch cannot be loaded when it is needed first.
    var _ = isWorthRetrying(new IOException(NioErrorCode.EMFILE.text()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A wildcard takes both families, as java.nio does without being told of one.
   */
  @Override
  public long listen(SocketAddress address, int backlog, SocketOptions options) {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      return fail("bind", NioErrorCode.EADDRNOTAVAIL);
    }
    // A listener that was closed in the same batch may still hold the address.
    poller.flush();
    ServerSocketChannel channel = null;
    try {
      lastCall = "socket";
      channel = NioFamilies.openServer(address);
      channel.configureBlocking(false);
      lastCall = "setsockopt";
      NioSocketOptions.applyToListener(channel, address, options);
      lastCall = "bind";
      channel.bind(address, backlog);
      return NioDescriptors.register(channel);
    } catch (UnsupportedAddressTypeException e) {
      return fail("socket", NioErrorCode.EAFNOSUPPORT);
    } catch (UnsupportedOperationException e) {
      closeQuietly(channel);
      return channel == null
          ? fail("socket", NioErrorCode.EAFNOSUPPORT)
          : unsupported("setsockopt", e);
    } catch (IOException | IllegalArgumentException e) {
      closeQuietly(channel);
      return codes.result(e);
    }
  }

  @Override
  public long open(SocketAddress remote, @Nullable SocketAddress local, SocketOptions options) {
    if (remote instanceof InetSocketAddress inet && inet.isUnresolved()) {
      return fail("socket", NioErrorCode.EHOSTUNREACH);
    }
    SocketChannel channel = null;
    try {
      lastCall = "socket";
      channel = NioFamilies.openClient(remote);
      channel.configureBlocking(false);
      lastCall = "setsockopt";
      NioSocketOptions.apply(channel, options);
      if (local != null) {
        lastCall = "bind";
        channel.bind(local);
      }
      return NioDescriptors.register(channel);
    } catch (UnsupportedAddressTypeException e) {
      closeQuietly(channel);
      return fail(channel == null ? "socket" : "bind", NioErrorCode.EAFNOSUPPORT);
    } catch (UnsupportedOperationException e) {
      closeQuietly(channel);
      return channel == null
          ? fail("socket", NioErrorCode.EAFNOSUPPORT)
          : unsupported("setsockopt", e);
    } catch (IOException | IllegalArgumentException e) {
      closeQuietly(channel);
      return codes.result(e);
    }
  }

  /** {@inheritDoc} java.nio has a channel of its own for what listens. */
  @Override
  public long openListener(SocketAddress address, SocketOptions options) {
    if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
      return fail("socket", NioErrorCode.EAFNOSUPPORT);
    }
    ServerSocketChannel channel = null;
    try {
      lastCall = "socket";
      channel = NioFamilies.openServerOfFamily(address);
      channel.configureBlocking(false);
      lastCall = "setsockopt";
      NioSocketOptions.applyToListener(channel, address, options);
      return NioDescriptors.register(channel);
    } catch (UnsupportedAddressTypeException e) {
      return fail("socket", NioErrorCode.EAFNOSUPPORT);
    } catch (UnsupportedOperationException e) {
      closeQuietly(channel);
      return channel == null
          ? fail("socket", NioErrorCode.EAFNOSUPPORT)
          : unsupported("setsockopt", e);
    } catch (IOException | IllegalArgumentException e) {
      closeQuietly(channel);
      return codes.result(e);
    }
  }

  @Override
  public int bind(long descriptor, SocketAddress local) {
    NetworkChannel channel = socket(descriptor);
    if (channel == null) {
      channel = datagramChannel(descriptor);
    }
    if (channel == null) {
      return fail("bind", NioErrorCode.EBADF);
    }
    try {
      channel.bind(local);
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return failBind(e);
    }
  }

  /** {@inheritDoc} One call of java.nio does both. */
  @Override
  public int listen(long descriptor, SocketAddress local, int backlog) {
    ServerSocketChannel channel = server(descriptor);
    if (channel == null) {
      return fail("bind", NioErrorCode.EBADF);
    }
    // A listener that was closed in the same batch may still hold the address.
    poller.flush();
    try {
      channel.bind(local, backlog);
      return 0;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return failBind(e);
    }
  }

  /** java.nio says with exceptions of its own what other systems say with a code. */
  private int failBind(Exception e) {
    return e instanceof AlreadyBoundException ? fail("bind", NioErrorCode.EINVAL) : fail("bind", e);
  }

  @Override
  public int connect(long descriptor, SocketAddress remote) {
    SocketChannel channel = socket(descriptor);
    try {
      if (channel != null) {
        return channel.connect(remote) ? 0 : ErrorCodes.IN_PROGRESS;
      }
      DatagramChannel other = datagramChannel(descriptor);
      if (other == null) {
        return fail("connect", NioErrorCode.EBADF);
      }
      other.connect(remote);
      return 0;
    } catch (UnsupportedAddressTypeException e) {
      return fail("connect", NioErrorCode.EAFNOSUPPORT);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return fail("connect", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The JDK closes a channel that could not connect.
   */
  @Override
  public boolean connectsAgain() {
    return false;
  }

  @Override
  public int finishConnect(long descriptor) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("connect", NioErrorCode.EBADF);
    }
    try {
      return channel.finishConnect() ? 0 : ErrorCodes.IN_PROGRESS;
    } catch (IOException | IllegalStateException e) {
      return fail("connect", e);
    }
  }

  @Override
  public long accept(long listener, SocketOptions options) {
    ServerSocketChannel server = server(listener);
    if (server == null) {
      return fail("accept", NioErrorCode.EBADF);
    }
    int passedOver = 0;
    while (true) {
      SocketChannel channel = null;
      try {
        lastCall = "accept";
        channel = server.accept();
        if (channel == null) {
          return ErrorCodes.WOULD_BLOCK;
        }
        lastCall = "setsockopt";
        channel.configureBlocking(false);
        NioSocketOptions.applyToAccepted(channel, options);
        SocketAddress peer = channel.getRemoteAddress();
        if (isForgotten(peer)) {
          closeQuietly(channel);
          continue;
        }
        acceptedPeer = peer;
        return NioDescriptors.register(channel);
      } catch (IOException e) {
        closeQuietly(channel);
        if (!isWorthRetrying(e) || ++passedOver == MOST_PASSED_OVER) {
          return codes.result(e);
        }
      }
    }
  }

  @Override
  public SocketAddress acceptedPeer() {
    return Objects.requireNonNull(acceptedPeer, "nothing was accepted yet");
  }

  /**
   * Whether the system no longer knew the peer: BSD hands out a connection that is reset already,
   * with an address of no family, which java.nio takes for 0.0.0.0:0. It died in the backlog.
   */
  private static boolean isForgotten(@Nullable SocketAddress peer) {
    return peer == null || (peer instanceof InetSocketAddress inet && inet.getPort() == 0);
  }

  @Override
  public int receive(long descriptor, Chunk chunk, int offset, int length) {
    return receive(descriptor, chunk.buffer().limit(offset + length).position(offset));
  }

  @Override
  public int receive(long descriptor, ByteBuffer buffer) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("read", NioErrorCode.EBADF);
    }
    try {
      int received = channel.read(buffer);
      if (received > 0) {
        return received;
      }
      // Below -1 java.nio says that a signal has interrupted the call.
      return received == -1 ? 0 : ErrorCodes.WOULD_BLOCK;
    } catch (IOException | NotYetConnectedException e) {
      return fail("read", e);
    }
  }

  @Override
  public int send(long descriptor, Chunk chunk) {
    return send(descriptor, NioGather.readable(chunk));
  }

  @Override
  public int send(long descriptor, ByteBuffer buffer) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("write", NioErrorCode.EBADF);
    }
    int bytes = buffer.remaining();
    try {
      int sent = channel.write(buffer);
      return isBlocked(sent, bytes) ? ErrorCodes.WOULD_BLOCK : sent;
    } catch (IOException | NotYetConnectedException e) {
      return failWrite("write", channel, e);
    }
  }

  @Override
  public long send(long descriptor, Chunk[] chunks, int count) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("writev", NioErrorCode.EBADF);
    }
    try {
      long sent = gather.write(channel, chunks, count);
      return isBlocked(sent, NioGather.bytes(chunks, count)) ? ErrorCodes.WOULD_BLOCK : sent;
    } catch (IOException | NotYetConnectedException e) {
      return failWrite("writev", channel, e);
    }
  }

  @Override
  public long send(long descriptor, ByteBuffer[] buffers, int count) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("writev", NioErrorCode.EBADF);
    }
    try {
      long sent = channel.write(buffers, 0, count);
      // Each has a byte at least: none written is no room.
      return isBlocked(sent, count) ? ErrorCodes.WOULD_BLOCK : sent;
    } catch (IOException | NotYetConnectedException e) {
      return failWrite("writev", channel, e);
    }
  }

  /** Whether nothing was written of what there is: no room, or below 0 a signal came first. */
  private static boolean isBlocked(long sent, long bytes) {
    return sent < 0 || (sent == 0 && bytes > 0);
  }

  @Override
  public int maxGather() {
    return NioGather.MAX_CHUNKS;
  }

  @Override
  public int shutdownOutput(long descriptor) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("shutdown", NioErrorCode.EBADF);
    }
    try {
      channel.shutdownOutput();
      return 0;
    } catch (ClosedChannelException | NotYetConnectedException e) {
      // Nobody is there to be told: the same as ENOTCONN.
      return 0;
    } catch (IOException e) {
      return NioErrorCodes.codeOf(e) == NioErrorCode.ENOTCONN ? 0 : fail("shutdown", e);
    }
  }

  @Override
  public int shutdownInput(long descriptor) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("shutdown", NioErrorCode.EBADF);
    }
    try {
      channel.shutdownInput();
      return 0;
    } catch (ClosedChannelException | NotYetConnectedException e) {
      return 0;
    } catch (IOException e) {
      return NioErrorCodes.codeOf(e) == NioErrorCode.ENOTCONN ? 0 : fail("shutdown", e);
    }
  }

  @Override
  public int resetOnClose(long descriptor) {
    SocketChannel channel = socket(descriptor);
    if (channel == null) {
      return fail("setsockopt", NioErrorCode.EBADF);
    }
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      return 0;
    } catch (UnsupportedOperationException e) {
      // A Unix socket has no reset to send.
      return 0;
    } catch (IOException e) {
      return fail("setsockopt", e);
    }
  }

  @Override
  public void released(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found != null) {
      // Its owner may make it blocking again, or give it to another selector.
      poller.release(found.channel());
    }
  }

  @Override
  public int close(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    if (found == null || !NioDescriptors.release(descriptor)) {
      return fail("close", NioErrorCode.EBADF);
    }
    SelectableChannel channel = found.channel();
    // First: java.nio keeps a channel open that a selector holds, and drops its SO_LINGER.
    poller.release(channel);
    try {
      channel.close();
      return 0;
    } catch (IOException e) {
      return fail("close", e);
    }
  }

  @Override
  public @Nullable SocketAddress localAddress(long descriptor) {
    NetworkChannel channel = network(descriptor);
    try {
      return channel == null ? null : channel.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public int setOption(long descriptor, SocketOption<?> option, Object value) {
    String call = "setsockopt(" + option.name() + ")";
    NetworkChannel channel = network(descriptor);
    if (channel == null) {
      return fail(call, NioErrorCode.EBADF);
    }
    try {
      NioSocketOptions.set(channel, option, value);
      return 0;
    } catch (UnsupportedOperationException e) {
      return unsupported("setsockopt", e);
    } catch (IOException | IllegalArgumentException e) {
      return fail(call, e);
    }
  }

  @Override
  public @Nullable Object getOption(long descriptor, SocketOption<?> option) {
    String call = "getsockopt(" + option.name() + ")";
    NetworkChannel channel = network(descriptor);
    try {
      Object value = channel == null ? null : NioSocketOptions.get(channel, option);
      if (value == null) {
        // Of an open channel, the interface for groups is one that nobody has chosen.
        lastCode = channel == null ? fail(call, NioErrorCode.EBADF) : 0;
      }
      return value;
    } catch (UnsupportedOperationException e) {
      lastCode = unsupported("getsockopt", e);
    } catch (IOException e) {
      lastCode = fail(call, e);
    }
    return null;
  }

  @Override
  public DatagramSockets datagrams() {
    NioDatagrams found = datagrams;
    if (found == null) {
      found = new NioDatagrams(this);
      datagrams = found;
    }
    return found;
  }

  @Override
  public int lastCode() {
    return lastCode;
  }

  @Override
  public String knownOptions() {
    return NioSocketOptions.names();
  }

  @Override
  public String lastCall() {
    return lastCall;
  }

  @Override
  public void close() {
    // The buffers are the collector's, and the channels belong to those who opened them.
  }

  private static @Nullable DatagramChannel datagramChannel(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    return found == null ? null : found.datagrams();
  }

  private static @Nullable SocketChannel socket(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    return found == null ? null : found.socket();
  }

  private static @Nullable ServerSocketChannel server(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    return found == null ? null : found.server();
  }

  private static @Nullable NetworkChannel network(long descriptor) {
    NioDescriptor found = NioDescriptors.get(descriptor);
    return found != null && found.channel() instanceof NetworkChannel channel ? channel : null;
  }

  private int unsupported(String call, UnsupportedOperationException e) {
    return fail(call + "(" + e.getMessage() + ")", NioErrorCode.ENOPROTOOPT);
  }

  /**
   * Whether to accept again: the failure was that of a connection that died in the backlog and is
   * gone from it now, or descriptors were short and closed channels still held some.
   */
  private boolean isWorthRetrying(IOException e) {
    NioErrorCode code = NioErrorCodes.codeOf(e);
    return code != null
        && switch (code) {
          case ECONNABORTED, ECONNRESET, EPROTO -> true;
          case ENONET, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH -> true;
          case ENOPROTOOPT -> lastCall.equals("accept");
          // macOS: options cannot be set on a connection that was reset.
          case EINVAL -> lastCall.equals("setsockopt");
          case EMFILE, ENFILE -> poller.flush();
          default -> false;
        };
  }

  /** Notes which call has failed, and hands the code on, negated. */
  int fail(String call, NioErrorCode code) {
    lastCall = call;
    return code.result();
  }

  /** The same for a code that is negated already. */
  int failed(String call, int result) {
    lastCall = call;
    return result;
  }

  /** The same for an exception. */
  int fail(String call, Exception e) {
    lastCall = call;
    return codes.result(e);
  }

  private int failWrite(String call, SocketChannel channel, Exception e) {
    // After its output was shut down java.nio says "closed" of an open channel.
    boolean shutDown = e instanceof ClosedChannelException && channel.isOpen();
    return shutDown ? fail(call, NioErrorCode.EPIPE) : fail(call, e);
  }

  static void closeQuietly(@Nullable Channel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
