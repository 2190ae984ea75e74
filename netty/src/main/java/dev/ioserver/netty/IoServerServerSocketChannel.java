package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.Channel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/** A listening TCP socket, whose messages are the connections that it accepts. */
public final class IoServerServerSocketChannel extends AbstractIoServerServerChannel
    implements ServerSocketChannel {

  /**
   * Address reuse is on by default where it means to bind in spite of old connections, as in the
   * JDK. Connections inherit TCP_NODELAY, on by default, from the listener: that costs no call for
   * each.
   */
  private static final SocketOptions DEFAULTS =
      PlatformDependent.isWindows()
          ? IoServerSocketChannel.NO_DELAY
          : IoServerSocketChannel.NO_DELAY.with(StandardSocketOptions.SO_REUSEADDR, true);

  private final IoServerServerSocketChannelConfig config;

  /** A channel that accepts over IPv6 and IPv4, where there is both. */
  public IoServerServerSocketChannel() {
    this(ControlCalls.isInet6());
  }

  /**
   * A channel of one family.
   *
   * @param family null for both, where there is both
   */
  public IoServerServerSocketChannel(@Nullable SocketProtocolFamily family) {
    this(Opened.isInet6(family));
  }

  private IoServerServerSocketChannel(boolean inet6) {
    super(Opened.listener(inet6, DEFAULTS), inet6);
    config = new IoServerServerSocketChannelConfig(this);
  }

  @Override
  public ServerSocketChannelConfig config() {
    return config;
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return null;
  }

  @Override
  int backlog() {
    return config.getBacklog();
  }

  @Override
  SocketOptions inherited() {
    return IoServerSocketChannel.NO_DELAY;
  }

  @Override
  Channel connection(DescriptorSockets sockets, SocketDescriptor accepted) {
    return new IoServerSocketChannel(
        this,
        accepted,
        sockets.acceptedPeer(),
        sockets.localAddress(accepted.number()),
        config.lingerOfConnections());
  }
}
