package dev.ioserver.engine.nio;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;

/** Opens the channels that addresses need: java.nio wants to be told of a family before. */
final class NioFamilies {

  private NioFamilies() {}

  /**
   * A channel that can listen on an address. A wildcard takes both families of IP, as java.nio does
   * without being told of one.
   *
   * @throws UnsupportedAddressTypeException if java.nio has no such family
   * @throws UnsupportedOperationException if this system has no Unix sockets
   */
  static ServerSocketChannel openServer(SocketAddress address) throws IOException {
    return address instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress()
        ? ServerSocketChannel.open()
        : ServerSocketChannel.open(family(address));
  }

  /**
   * A channel that can listen on addresses of the same family as this one.
   *
   * @throws UnsupportedAddressTypeException if java.nio has no such family
   * @throws UnsupportedOperationException if this system has no Unix sockets
   */
  static ServerSocketChannel openServerOfFamily(SocketAddress address) throws IOException {
    return ServerSocketChannel.open(family(address));
  }

  /**
   * A channel that can connect to an address.
   *
   * @throws UnsupportedAddressTypeException if java.nio has no such family
   * @throws UnsupportedOperationException if this system has no Unix sockets
   */
  static SocketChannel openClient(SocketAddress address) throws IOException {
    return SocketChannel.open(family(address));
  }

  private static ProtocolFamily family(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> family(inet.getAddress());
      case UnixDomainSocketAddress unix -> StandardProtocolFamily.UNIX;
      default -> throw new UnsupportedAddressTypeException();
    };
  }

  private static ProtocolFamily family(InetAddress host) {
    return host instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }
}
