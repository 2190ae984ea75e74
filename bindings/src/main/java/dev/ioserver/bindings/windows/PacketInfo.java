package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.generated.in6_pktinfo;
import dev.ioserver.bindings.windows.generated.in_pktinfo;
import java.lang.foreign.MemorySegment;

/**
 * Reads {@code struct in_pktinfo} and {@code struct in6_pktinfo}: the local address that a datagram
 * came to, and the interface that it came in by.
 *
 * <p>Each method takes where the structure begins. Static methods over the caller's memory: as
 * thread-safe as that memory is.
 */
public final class PacketInfo {
  private static final long INET4_ADDRESS = in_pktinfo.ipi_addr$offset();
  private static final long INET4_INTERFACE = in_pktinfo.ipi_ifindex$offset();
  private static final long INET6_ADDRESS = in6_pktinfo.ipi6_addr$offset();
  private static final long INET6_INTERFACE = in6_pktinfo.ipi6_ifindex$offset();

  private PacketInfo() {}

  /** The lower half of the IPv4 host, mapped into IPv6; the upper half is 0. */
  public static long mapped(MemorySegment control, long at) {
    return HostAddr.mapped(control, at + INET4_ADDRESS);
  }

  /** The index of the interface that an IPv4 datagram came in by. */
  public static int interface4(MemorySegment control, long at) {
    return control.get(JAVA_INT, at + INET4_INTERFACE);
  }

  /** The upper half of the IPv6 host. */
  public static long high(MemorySegment control, long at) {
    return HostAddr.half(control, at + INET6_ADDRESS);
  }

  /** The lower half of the IPv6 host. */
  public static long low(MemorySegment control, long at) {
    return HostAddr.half(control, at + INET6_ADDRESS + Long.BYTES);
  }

  /** The index of the interface that an IPv6 datagram came in by. */
  public static int interface6(MemorySegment control, long at) {
    return control.get(JAVA_INT, at + INET6_INTERFACE);
  }
}
