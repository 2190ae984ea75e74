package dev.ioserver.examples.cli;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** An address as {@link HostPort} reads it. */
final class HostText {

  private HostText() {}

  static String of(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    boolean six = address.getAddress() instanceof Inet6Address;
    return (six ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
