package dev.ioserver.netty;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses for sockets that are opened before anybody knows where they go. Such a socket is of
 * IPv6 and reaches IPv4 by mapped addresses, {@code ::ffff:127.0.0.1}: {@code ipv6(7)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class MappedAddresses {

  private static final int INET6_BYTES = 16;
  private static final int MAPPED_PREFIX = 12;

  private MappedAddresses() {}

  /** The IPv6 wildcard, with a port that the system chooses. */
  static InetSocketAddress every() {
    return every(0);
  }

  private static InetSocketAddress every(int port) {
    return new InetSocketAddress(inet6(new byte[INET6_BYTES]), port);
  }

  /**
   * What to tell the system for an address.
   *
   * @param inet6 whether the socket is of IPv6
   */
  static SocketAddress forSocket(SocketAddress address, boolean inet6) {
    if (!inet6
        || !(address instanceof InetSocketAddress inet)
        || !(inet.getAddress() instanceof Inet4Address host)) {
      return address;
    }
    if (host.isAnyLocalAddress()) {
      return every(inet.getPort());
    }
    byte[] mapped = new byte[INET6_BYTES];
    mapped[MAPPED_PREFIX - 2] = -1;
    mapped[MAPPED_PREFIX - 1] = -1;
    System.arraycopy(host.getAddress(), 0, mapped, MAPPED_PREFIX, 4);
    return new InetSocketAddress(inet6(mapped), inet.getPort());
  }

  private static InetAddress inet6(byte[] bytes) {
    try {
      // This one, given a scope, makes no Inet4Address of a mapped address.
      return Inet6Address.getByAddress(null, bytes, 0);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + bytes.length + " bytes", e);
    }
  }
}
