package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sets the options of ports and listeners on channels. */
final class NioSocketOptions {

  private NioSocketOptions() {}

  /**
   * Sets what differs from the system's defaults: each option costs a system call per connection.
   */
  static void apply(SocketChannel channel, PortOptions options) throws IOException {
    if (options.noDelay()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    if (options.keepAlive()) {
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    if (options.sendBufferBytes() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferBytes());
    }
    if (options.receiveBufferBytes() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferBytes());
    }
    if (options.lingerSeconds() >= 0) {
      channel.setOption(StandardSocketOptions.SO_LINGER, options.lingerSeconds());
    }
  }

  /**
   * Sets what has to be set before binding. A listening channel knows no SO_SNDBUF; accepted ones
   * get it.
   *
   * @throws UnsupportedOperationException if an option is not to be had here
   */
  static void apply(ServerSocketChannel channel, InetAddress address, ListenOptions options)
      throws IOException {
    if (options.v6Only() && takesBothFamilies(address)) {
      // java.nio makes every IPv6 socket take both, and has no option against it.
      throw new UnsupportedOperationException("IPV6_V6ONLY");
    }
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
    if (options.reusePort()) {
      SocketOption<Boolean> reusePort = StandardSocketOptions.SO_REUSEPORT;
      if (!channel.supportedOptions().contains(reusePort)) {
        throw new UnsupportedOperationException("SO_REUSEPORT");
      }
      channel.setOption(reusePort, true);
    }
    if (options.ports().receiveBufferBytes() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, options.ports().receiveBufferBytes());
    }
  }

  /** Only the wildcard does: to another IPv6 address no IPv4 packet comes. */
  private static boolean takesBothFamilies(InetAddress address) {
    return address instanceof Inet6Address && address.isAnyLocalAddress();
  }
}
