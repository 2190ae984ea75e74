package dev.ioserver.examples.cli;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address as {@link HostPort} reads it, or the path of a Unix socket. */
final class HostText {

  private HostText() {}

  static String of(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? of(inet) : address.toString();
  }

  static String of(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    boolean six = address.getAddress() instanceof Inet6Address;
    return (six ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
