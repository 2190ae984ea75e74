package dev.ioserver.bindings.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.abi.PosixNumbers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes socket addresses as {@link SockAddr} does, but each as a few numbers and one of
 * an array: no object is made for one. A host is 128 bits in network order, in two longs; an IPv4
 * host is mapped into IPv6, {@code ::ffff:a.b.c.d}.
 *
 * <p>Each method takes where an address begins. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class HostAddr {
  private static final ValueLayout.OfLong HALF =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INET4_HOST = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final boolean HAS_LENGTH = PosixNumbers.here().addressesHaveLength();

  /** What stands before the 32 bits of an IPv4 host. */
  private static final long MAPPED = 0xffffL << Integer.SIZE;

  private HostAddr() {}

  /** Whether a host is one of IPv4. */
  public static boolean isMapped(long high, long low) {
    return high == 0 && low >>> Integer.SIZE == MAPPED >>> Integer.SIZE;
  }

  /** The lower half of an IPv4 host, whose upper half is 0. */
  public static long mapped(int host) {
    return MAPPED | Integer.toUnsignedLong(host);
  }

  /** The 32 bits of an IPv4 host, in memory that has them and nothing else. */
  public static long mapped(MemorySegment memory, long at) {
    return mapped(memory.get(INET4_HOST, at));
  }

  /** Half of an IPv6 host, in memory that has it and nothing else. */
  public static long half(MemorySegment memory, long at) {
    return memory.get(HALF, at);
  }

  /** The family: {@link Sockets#AF_INET}, {@link Sockets#AF_INET6} or another. */
  public static int family(MemorySegment addresses, long at) {
    return Byte.toUnsignedInt(addresses.get(ValueLayout.JAVA_BYTE, at + SockAddr.FAMILY));
  }

  /** The upper half of the host of an address of that family. */
  public static long high(MemorySegment addresses, long at, int family) {
    return family == Sockets.AF_INET6 ? addresses.get(HALF, at + SockAddr.INET6_ADDRESS) : 0;
  }

  /** The lower half of the host of an address of that family. */
  public static long low(MemorySegment addresses, long at, int family) {
    return family == Sockets.AF_INET6
        ? addresses.get(HALF, at + SockAddr.INET6_ADDRESS + Long.BYTES)
        : mapped(addresses, at + SockAddr.INET4_ADDRESS);
  }

  /** The port, 0 to 65535: both families have it in the same place. */
  public static int port(MemorySegment addresses, long at) {
    return Short.toUnsignedInt(addresses.get(PORT, at + SockAddr.INET4_PORT));
  }

  /** The index of the interface of an IPv6 address of link-local scope, else 0. */
  public static int scope(MemorySegment addresses, long at, int family) {
    return family == Sockets.AF_INET6 ? addresses.get(JAVA_INT, at + SockAddr.INET6_SCOPE) : 0;
  }

  /**
   * Writes an IPv4 address.
   *
   * @param low the lower half of a mapped host
   * @return the bytes that it takes
   */
  public static int setInet4(MemorySegment addresses, long at, long low, int port) {
    begin(addresses, at, Sockets.AF_INET, SockAddr.INET4_BYTES);
    addresses.set(PORT, at + SockAddr.INET4_PORT, (short) port);
    addresses.set(INET4_HOST, at + SockAddr.INET4_ADDRESS, (int) low);
    addresses.set(JAVA_LONG_UNALIGNED, at + SockAddr.INET4_ADDRESS + Integer.BYTES, 0);
    return SockAddr.INET4_BYTES;
  }

  /**
   * Writes an IPv6 address.
   *
   * @return the bytes that it takes
   */
  public static int setInet6(
      MemorySegment addresses, long at, long high, long low, int port, int scope) {
    begin(addresses, at, Sockets.AF_INET6, SockAddr.INET6_BYTES);
    addresses.set(PORT, at + SockAddr.INET6_PORT, (short) port);
    addresses.set(JAVA_INT, at + SockAddr.INET6_PORT + Short.BYTES, 0); // The flow: none.
    addresses.set(HALF, at + SockAddr.INET6_ADDRESS, high);
    addresses.set(HALF, at + SockAddr.INET6_ADDRESS + Long.BYTES, low);
    addresses.set(JAVA_INT, at + SockAddr.INET6_SCOPE, scope);
    return SockAddr.INET6_BYTES;
  }

  private static void begin(MemorySegment addresses, long at, int family, int bytes) {
    if (HAS_LENGTH) {
      addresses.set(ValueLayout.JAVA_BYTE, at + SockAddr.LENGTH, (byte) bytes);
      addresses.set(ValueLayout.JAVA_BYTE, at + SockAddr.FAMILY, (byte) family);
    } else {
      addresses.set(JAVA_SHORT, at + SockAddr.FAMILY, (short) family);
    }
  }
}
