package dev.ioserver.engine.readiness;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How addresses are written in messages: numbers only, no look-up of names. */
final class Addresses {

  private Addresses() {}

  static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return address.toString();
    }
    var host = inet.getAddress();
    if (host == null) {
      return inet.getHostString() + ":" + inet.getPort();
    }
    String number = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + number + "]" : number) + ":" + inet.getPort();
  }
}
