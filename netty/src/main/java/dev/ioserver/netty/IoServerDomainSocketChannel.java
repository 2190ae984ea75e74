package dev.ioserver.netty;

import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a Unix socket. Its addresses are {@link UnixDomainSocketAddress} and, on Linux,
 * {@link dev.ioserver.engine.api.UnixNameAddress}; one that was not bound has the empty path. A
 * {@code DomainSocketAddress} of Netty's native transports is taken for either.
 *
 * <p>Bytes go as they do over TCP. Options are those of any socket, and {@link
 * IoServerChannelOption#SO_PEERCRED}. A file that a client was bound to is left to whoever bound
 * it.
 */
public final class IoServerDomainSocketChannel extends AbstractIoServerStreamChannel {

  private final IoServerDomainSocketChannelConfig config;

  /**
   * A channel that is going to connect.
   *
   * @throws io.netty.channel.ChannelException if the engine in use has no Unix sockets here
   */
  public IoServerDomainSocketChannel() {
    super(Opened.unixSocket(), false);
    config = new IoServerDomainSocketChannelConfig(this);
  }

  /** A connection that was accepted. */
  IoServerDomainSocketChannel(
      IoServerServerDomainSocketChannel parent,
      SocketDescriptor descriptor,
      SocketAddress peer,
      @Nullable SocketAddress local) {
    super(parent, descriptor, peer, local);
    config = new IoServerDomainSocketChannelConfig(this);
  }

  @Override
  public @Nullable ServerChannel parent() {
    return (ServerChannel) super.parent();
  }

  @Override
  public DuplexChannelConfig config() {
    return config;
  }

  /**
   * {@inheritDoc} Linux would report such a socket as writable whenever its peer has read
   * something, and wake the loop for each reply. And a short read does not prove that it is empty:
   * one ends where the peer has passed a descriptor, with bytes behind it for which no change would
   * come.
   */
  @Override
  boolean isLevelTriggered() {
    return true;
  }

  @Override
  SocketAddress told(SocketAddress address) {
    return UnixAddresses.of(address);
  }

  @Override
  SocketAddress known(SocketAddress address) {
    return UnixAddresses.of(address);
  }

  @Override
  IOException bindFailure(DescriptorSockets sockets, int result) {
    return UnixFailures.ofBind(sockets, result);
  }

  @Override
  IOException connectFailure(DescriptorSockets sockets, int result) {
    return UnixFailures.ofConnect(sockets, result);
  }

  /** A close does not wait: what was sent is with the peer already. */
  @Override
  boolean lingers() {
    return false;
  }
}
