package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection. Bytes are read straight into the memory of a {@code ByteBuf}, and written
 * straight from it; several buffers leave in one call.
 */
public final class IoServerSocketChannel extends AbstractIoServerStreamChannel
    implements SocketChannel {

  /** On by default, as with Netty's own transports. */
  static final SocketOptions NO_DELAY =
      SocketOptions.none().with(StandardSocketOptions.TCP_NODELAY, true);

  private final IoServerSocketChannelConfig config;

  /** A channel that reaches IPv6 and IPv4, where there is both. */
  public IoServerSocketChannel() {
    this(ControlCalls.isInet6());
  }

  /**
   * A channel of one family.
   *
   * @param family null for both, where there is both
   */
  public IoServerSocketChannel(@Nullable SocketProtocolFamily family) {
    this(Opened.isInet6(family));
  }

  private IoServerSocketChannel(boolean inet6) {
    super(Opened.socket(inet6, NO_DELAY), inet6);
    config = new IoServerSocketChannelConfig(this, IoServerSocketChannelConfig.LINGER_OFF);
  }

  /** A connection that was accepted. */
  IoServerSocketChannel(
      IoServerServerSocketChannel parent,
      SocketDescriptor descriptor,
      SocketAddress peer,
      @Nullable SocketAddress local,
      int linger) {
    super(parent, descriptor, peer, local);
    config = new IoServerSocketChannelConfig(this, linger);
  }

  @Override
  public @Nullable ServerSocketChannel parent() {
    return (ServerSocketChannel) super.parent();
  }

  @Override
  public SocketChannelConfig config() {
    return config;
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
  boolean lingers() {
    return config.lingers();
  }
}
