package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.generated.in6_addr;
import dev.ioserver.bindings.windows.generated.in_addr;
import dev.ioserver.bindings.windows.generated.sockaddr;
import dev.ioserver.bindings.windows.generated.sockaddr_in;
import dev.ioserver.bindings.windows.generated.sockaddr_in6;
import dev.ioserver.bindings.windows.generated.sockaddr_storage;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes socket addresses, {@code struct sockaddr_in} and {@code struct sockaddr_in6}:
 * {@code ws2def.h}, {@code ws2ipdef.h}.
 *
 * <p>Address bytes and ports are in network order in memory; ports are plain ints in Java. Static
 * methods over the caller's memory: as thread-safe as that memory is.
 */
public final class SockAddr {
  /** The layout that has room for an address of any family, for allocating one. */
  public static final MemoryLayout LAYOUT = sockaddr_storage.layout();

  /** The bytes that an IPv4 address takes: {@code sizeof(struct sockaddr_in)}. */
  public static final int INET4_BYTES = (int) sockaddr_in.layout().byteSize();

  /** The bytes that an IPv6 address takes: {@code sizeof(struct sockaddr_in6)}. */
  public static final int INET6_BYTES = (int) sockaddr_in6.layout().byteSize();

  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  static final long FAMILY = sockaddr.sa_family$offset();
  static final long INET4_PORT = sockaddr_in.sin_port$offset();
  static final long INET4_ADDRESS = sockaddr_in.sin_addr$offset();
  static final long INET6_PORT = sockaddr_in6.sin6_port$offset();
  static final long INET6_FLOW = sockaddr_in6.sin6_flowinfo$offset();
  static final long INET6_ADDRESS = sockaddr_in6.sin6_addr$offset();
  static final long INET6_SCOPE = sockaddr_in6.sin6_scope_id$offset();
  private static final int INET4_ADDRESS_BYTES = (int) in_addr.layout().byteSize();
  private static final int INET6_ADDRESS_BYTES = (int) in6_addr.layout().byteSize();

  private SockAddr() {}

  /**
   * Writes an IPv4 address.
   *
   * @param host 4 bytes, as {@link java.net.InetAddress#getAddress} gives them
   * @param port 0 to 65535
   * @return {@link #INET4_BYTES}, the length to hand to the call
   */
  public static int setInet4(MemorySegment address, byte[] host, int port) {
    address.asSlice(0, INET4_BYTES).fill((byte) 0);
    address.set(JAVA_SHORT, FAMILY, (short) Sockets.AF_INET);
    address.set(PORT, INET4_PORT, (short) port);
    MemorySegment.copy(host, 0, address, JAVA_BYTE, INET4_ADDRESS, INET4_ADDRESS_BYTES);
    return INET4_BYTES;
  }

  /**
   * Writes an IPv6 address.
   *
   * @param host 16 bytes, as {@link java.net.InetAddress#getAddress} gives them
   * @param port 0 to 65535
   * @param scopeId the index of the network interface for a link-local address, else 0
   * @return {@link #INET6_BYTES}, the length to hand to the call
   */
  public static int setInet6(MemorySegment address, byte[] host, int port, int scopeId) {
    address.asSlice(0, INET6_BYTES).fill((byte) 0);
    address.set(JAVA_SHORT, FAMILY, (short) Sockets.AF_INET6);
    address.set(PORT, INET6_PORT, (short) port);
    address.set(JAVA_INT, INET6_SCOPE, scopeId);
    MemorySegment.copy(host, 0, address, JAVA_BYTE, INET6_ADDRESS, INET6_ADDRESS_BYTES);
    return INET6_BYTES;
  }

  /**
   * Writes the address of no family, which takes the connection of a datagram socket away.
   *
   * @return the bytes that it takes
   */
  public static int setNone(MemorySegment address) {
    address.fill((byte) 0);
    return INET6_BYTES;
  }

  /** Gives an IPv4 or IPv6 address another port. */
  public static void setPort(MemorySegment address, int port) {
    address.set(PORT, isInet4(address) ? INET4_PORT : INET6_PORT, (short) port);
  }

  /** The family: {@link Sockets#AF_INET}, {@link Sockets#AF_INET6} or another. */
  public static int family(MemorySegment address) {
    return Short.toUnsignedInt(address.get(JAVA_SHORT, FAMILY));
  }

  /** The port of an IPv4 or IPv6 address, 0 to 65535. */
  public static int port(MemorySegment address) {
    return Short.toUnsignedInt(address.get(PORT, isInet4(address) ? INET4_PORT : INET6_PORT));
  }

  /**
   * The 4 or 16 bytes of an IPv4 or IPv6 address, for {@link java.net.InetAddress#getByAddress}.
   */
  public static byte[] host(MemorySegment address) {
    boolean inet4 = isInet4(address);
    byte[] host = new byte[inet4 ? INET4_ADDRESS_BYTES : INET6_ADDRESS_BYTES];
    long offset = inet4 ? INET4_ADDRESS : INET6_ADDRESS;
    MemorySegment.copy(address, JAVA_BYTE, offset, host, 0, host.length);
    return host;
  }

  /** The index of the network interface of an IPv6 address, 0 if none; 0 for IPv4. */
  public static int scopeId(MemorySegment address) {
    return isInet4(address) ? 0 : address.get(JAVA_INT, INET6_SCOPE);
  }

  private static boolean isInet4(MemorySegment address) {
    return family(address) == Sockets.AF_INET;
  }
}
