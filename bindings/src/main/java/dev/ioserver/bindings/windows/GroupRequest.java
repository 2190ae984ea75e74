package dev.ioserver.bindings.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.generated.group_source_req;
import dev.ioserver.bindings.windows.generated.ip_mreq;
import dev.ioserver.bindings.windows.generated.ipv6_mreq;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Writes {@code struct ip_mreq}, {@code struct ipv6_mreq} and {@code struct group_source_req}, with
 * which a socket joins and leaves groups: {@code ws2ipdef.h}.
 *
 * <p>Static methods over the caller's memory: as thread-safe as that memory is.
 */
public final class GroupRequest {
  /** Room for any of the structures. */
  public static final MemoryLayout LAYOUT = group_source_req.layout();

  private GroupRequest() {}

  /**
   * For an IPv4 group, of all sources.
   *
   * @param group 4 bytes
   * @param local 4 bytes, an address of the interface, or its index in the last of them
   * @return the bytes that it takes
   */
  public static int setInet4(MemorySegment request, byte[] group, byte[] local) {
    MemorySegment.copy(group, 0, request, JAVA_BYTE, ip_mreq.imr_multiaddr$offset(), group.length);
    MemorySegment.copy(local, 0, request, JAVA_BYTE, ip_mreq.imr_interface$offset(), local.length);
    return (int) ip_mreq.layout().byteSize();
  }

  /**
   * For an IPv6 group, of all sources.
   *
   * @param group 16 bytes
   * @param index of the interface; 0 leaves it to the system
   * @return the bytes that it takes
   */
  public static int setInet6(MemorySegment request, byte[] group, int index) {
    MemorySegment.copy(
        group, 0, request, JAVA_BYTE, ipv6_mreq.ipv6mr_multiaddr$offset(), group.length);
    request.set(JAVA_INT, ipv6_mreq.ipv6mr_interface$offset(), index);
    return (int) ipv6_mreq.layout().byteSize();
  }

  /** For one source: the index of the interface; 0 leaves it to the system. */
  public static void setInterface(MemorySegment request, int index) {
    request.set(JAVA_INT, group_source_req.gsr_interface$offset(), index);
  }

  /** For one source: copies the {@link SockAddr} of the group. */
  public static void setGroup(MemorySegment request, MemorySegment address) {
    MemorySegment.copy(
        address, 0, request, group_source_req.gsr_group$offset(), SockAddr.LAYOUT.byteSize());
  }

  /**
   * For one source: copies its {@link SockAddr}.
   *
   * @return the bytes that the request takes
   */
  public static int setSource(MemorySegment request, MemorySegment address) {
    MemorySegment.copy(
        address, 0, request, group_source_req.gsr_source$offset(), SockAddr.LAYOUT.byteSize());
    return (int) LAYOUT.byteSize();
  }

  /** The index of an interface where an IPv4 address of it is asked for: 0.x.x.x. */
  public static byte[] indexAsAddress(int index) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(index).array();
  }
}
