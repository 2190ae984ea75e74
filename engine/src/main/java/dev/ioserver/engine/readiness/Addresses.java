package dev.ioserver.engine.readiness;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** How addresses are written in messages: numbers only, no look-up of names. */
final class Addresses {

  private Addresses() {}

  static String text(InetSocketAddress address) {
    var host = address.getAddress();
    if (host == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String number = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + number + "]" : number) + ":" + address.getPort();
  }
}
