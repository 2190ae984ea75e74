package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix socket, whose messages are the connections that it accepts. Its addresses are
 * those of {@link IoServerDomainSocketChannel}.
 *
 * <p>As with Netty's own transports, a close removes the socket's file, and a file that is there
 * before a bind makes it fail. A file that somebody has made under the same name since is left
 * alone.
 */
public final class IoServerServerDomainSocketChannel extends AbstractIoServerServerChannel {

  private final IoServerServerDomainSocketChannelConfig config;

  /** What the bind has made. */
  private @Nullable SocketFile file;

  /**
   * A channel that is going to listen.
   *
   * @throws io.netty.channel.ChannelException if the engine in use has no Unix sockets here
   */
  public IoServerServerDomainSocketChannel() {
    super(Opened.unixListener(), false);
    config = new IoServerServerDomainSocketChannelConfig(this);
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  protected void doBind(SocketAddress address) throws Exception {
    super.doBind(address);
    file = SocketFile.of(told(address));
  }

  @Override
  protected void doClose() throws Exception {
    // While it still listens: nobody can have bound the name anew.
    SocketFile made = file;
    file = null;
    if (made != null) {
      made.remove();
    }
    super.doClose();
  }

  @Override
  SocketAddress told(SocketAddress address) {
    return UnixAddresses.of(address);
  }

  @Override
  IOException bindFailure(DescriptorSockets sockets, int result) {
    return UnixFailures.ofBind(sockets, result);
  }

  @Override
  int backlog() {
    return config.backlog();
  }

  @Override
  SocketOptions inherited() {
    return SocketOptions.none();
  }

  /** A connection has the listener's own address: the system need not be asked. */
  @Override
  Channel connection(DescriptorSockets sockets, SocketDescriptor accepted) {
    return new IoServerDomainSocketChannel(this, accepted, sockets.acceptedPeer(), localAddress());
  }
}
