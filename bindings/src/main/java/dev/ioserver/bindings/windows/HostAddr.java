package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes socket addresses as {@link SockAddr} does, but each as a few numbers: no object
 * is made for one. A host is 128 bits in network order, in two longs; an IPv4 host is mapped into
 * IPv6, {@code ::ffff:a.b.c.d}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class HostAddr {
  private static final ValueLayout.OfLong HALF =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INET4_HOST = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  /** What stands before the 32 bits of an IPv4 host. */
  private static final long MAPPED = 0xffffL << Integer.SIZE;

  private HostAddr() {}

  /** Whether a host is one of IPv4. */
  public static boolean isMapped(long high, long low) {
    return high == 0 && low >>> Integer.SIZE == MAPPED >>> Integer.SIZE;
  }

  /** The lower half of an IPv4 host, in memory that has it and nothing else; the upper one is 0. */
  public static long mapped(MemorySegment memory, long at) {
    return MAPPED | Integer.toUnsignedLong(memory.get(INET4_HOST, at));
  }

  /** Half of an IPv6 host, in memory that has it and nothing else. */
  public static long half(MemorySegment memory, long at) {
    return memory.get(HALF, at);
  }

  /** The upper half of the host of an address of that family. */
  public static long high(MemorySegment address, int family) {
    return family == Sockets.AF_INET6 ? address.get(HALF, SockAddr.INET6_ADDRESS) : 0;
  }

  /** The lower half of the host of an address of that family. */
  public static long low(MemorySegment address, int family) {
    return family == Sockets.AF_INET6
        ? address.get(HALF, SockAddr.INET6_ADDRESS + Long.BYTES)
        : mapped(address, SockAddr.INET4_ADDRESS);
  }

  /**
   * Writes an IPv4 address.
   *
   * @param low the lower half of a mapped host
   * @return the bytes that it takes
   */
  public static int setInet4(MemorySegment address, long low, int port) {
    address.set(JAVA_SHORT, SockAddr.FAMILY, (short) Sockets.AF_INET);
    address.set(PORT, SockAddr.INET4_PORT, (short) port);
    address.set(INET4_HOST, SockAddr.INET4_ADDRESS, (int) low);
    address.set(JAVA_LONG_UNALIGNED, SockAddr.INET4_ADDRESS + Integer.BYTES, 0);
    return SockAddr.INET4_BYTES;
  }

  /**
   * Writes an IPv6 address, without a flow.
   *
   * @param scope the index of the interface for a link-local address, else 0
   * @return the bytes that it takes
   */
  public static int setInet6(MemorySegment address, long high, long low, int port, int scope) {
    address.set(JAVA_SHORT, SockAddr.FAMILY, (short) Sockets.AF_INET6);
    address.set(PORT, SockAddr.INET6_PORT, (short) port);
    address.set(JAVA_INT, SockAddr.INET6_FLOW, 0);
    address.set(HALF, SockAddr.INET6_ADDRESS, high);
    address.set(HALF, SockAddr.INET6_ADDRESS + Long.BYTES, low);
    address.set(JAVA_INT, SockAddr.INET6_SCOPE, scope);
    return SockAddr.INET6_BYTES;
  }
}
