package dev.ioserver.examples.feed;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** An IP address as two numbers, as sources of datagrams come; an IPv4 address is mapped. */
public final class HostBits {

  private static final long MAPPED = 0xFFFF_0000_0000L;

  private HostBits() {}

  /** Returns the first half of the IPv6 address; 0 for IPv4. */
  public static long high(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == Integer.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong(0);
  }

  /** Returns the second half of the IPv6 address. */
  public static long low(InetAddress address) {
    byte[] bytes = address.getAddress();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return bytes.length == Integer.BYTES
        ? MAPPED | (buffer.getInt(0) & 0xFFFF_FFFFL)
        : buffer.getLong(Long.BYTES);
  }
}
