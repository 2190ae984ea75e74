package dev.ioserver.engine.spi;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts as 128 bits in the order of the network, as {@link DatagramBatch} has them: those of IPv4
 * are mapped into IPv6, {@code ::ffff:a.b.c.d}.
 */
public final class Hosts {

  private static final long MAPPED = 0xFFFFL << 32;
  private static final long IPV4 = 0xFFFFFFFFL;

  private Hosts() {}

  /**
   * {@return the upper half}
   *
   * @param host of IPv4 or IPv6
   */
  public static long high(InetAddress host) {
    return host instanceof Inet6Address ? ByteBuffer.wrap(host.getAddress()).getLong() : 0;
  }

  /**
   * {@return the lower half}
   *
   * @param host of IPv4 or IPv6
   */
  public static long low(InetAddress host) {
    ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
    return host instanceof Inet4Address
        ? MAPPED | (bytes.getInt() & IPV4)
        : bytes.getLong(Long.BYTES);
  }

  /**
   * {@return the scope of an IPv6 host, or 0}
   *
   * @param host of IPv4 or IPv6
   */
  public static int scope(InetAddress host) {
    return host instanceof Inet6Address six ? six.getScopeId() : 0;
  }

  /**
   * {@return an address for the JDK}
   *
   * @param high the upper half of the host
   * @param low the lower half
   * @param port 0 to 65,535
   * @param scope of an IPv6 host, or 0
   */
  public static InetSocketAddress address(long high, long low, int port, int scope) {
    return new InetSocketAddress(host(high, low, scope), port);
  }

  private static @Nullable InetAddress host(long high, long low, int scope) {
    try {
      if (high == 0 && (low & ~IPV4) == MAPPED) {
        return InetAddress.getByAddress(
            ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array());
      }
      byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
      return Inet6Address.getByAddress(null, bytes, scope == 0 ? -1 : scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are an address", e);
    }
  }
}
