package dev.ioserver.engine.readiness;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses in messages, as numbers only, without a look-up of names; and compared. */
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

  /**
   * Whether a socket that has connected to a peer's address, and has that local one, met itself.
   */
  static boolean areOne(SocketAddress peer, @Nullable SocketAddress local) {
    if (peer.equals(local)) {
      return true;
    }
    // The wildcard as a peer means this host.
    return peer instanceof InetSocketAddress there
        && local instanceof InetSocketAddress here
        && there.getPort() == here.getPort()
        && there.getAddress() != null
        && there.getAddress().isAnyLocalAddress()
        && here.getAddress().isLoopbackAddress();
  }
}
