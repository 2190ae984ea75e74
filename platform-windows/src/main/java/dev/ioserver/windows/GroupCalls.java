package dev.ioserver.windows;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.GroupRequest;
import dev.ioserver.bindings.windows.SockAddr;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.WinsockCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Joins and leaves groups. Those of all sources by the options of each family, those of one source
 * by the options that take both (RFC 3678).
 *
 * <p>Thread-safety: one thread at a time.
 */
final class GroupCalls {

  private static final byte[] ANY = new byte[Integer.BYTES];

  private final MemorySegment error;
  private final MemorySegment address;
  private final MemorySegment request;

  GroupCalls(Arena arena, MemorySegment error) {
    this.error = error;
    this.address = arena.allocate(SockAddr.LAYOUT);
    this.request = arena.allocate(GroupRequest.LAYOUT);
  }

  /** Joins, or leaves; 0, or a code, negated. */
  int member(
      boolean joins,
      long socket,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    request.fill((byte) 0);
    int bytes = source == null ? ofAll(group, on) : ofOne(group, on, source);
    boolean inet6 = group instanceof Inet6Address;
    int level = inet6 ? Sockets.IPPROTO_IPV6 : Datagrams.IPPROTO_IP;
    int option = option(joins, inet6, source != null);
    return WinsockCalls.setsockopt(error, socket, level, option, request, bytes);
  }

  /** The call as it is called in messages. */
  static String name(boolean joins, InetAddress group, @Nullable InetAddress source) {
    String option =
        source != null
            ? (joins ? "MCAST_JOIN_SOURCE_GROUP" : "MCAST_LEAVE_SOURCE_GROUP")
            : (group instanceof Inet6Address ? "IPV6" : "IP")
                + (joins ? "_ADD_MEMBERSHIP" : "_DROP_MEMBERSHIP");
    return "setsockopt(" + option + ")";
  }

  /**
   * The interface where Windows asks for an IPv4 address of it. Where it has none, its index stands
   * for it, as an address of the net 0.
   */
  static byte[] addressOf(NetworkInterface on) {
    for (InetAddress each : Collections.list(on.getInetAddresses())) {
      if (each instanceof Inet4Address) {
        return each.getAddress();
      }
    }
    return GroupRequest.indexAsAddress(on.getIndex());
  }

  private static int option(boolean joins, boolean inet6, boolean one) {
    if (one) {
      return joins ? Datagrams.MCAST_JOIN_SOURCE_GROUP : Datagrams.MCAST_LEAVE_SOURCE_GROUP;
    }
    if (inet6) {
      return joins ? Datagrams.IPV6_ADD_MEMBERSHIP : Datagrams.IPV6_DROP_MEMBERSHIP;
    }
    return joins ? Datagrams.IP_ADD_MEMBERSHIP : Datagrams.IP_DROP_MEMBERSHIP;
  }

  private int ofAll(InetAddress group, @Nullable NetworkInterface on) {
    return group instanceof Inet6Address
        ? GroupRequest.setInet6(request, group.getAddress(), on == null ? 0 : on.getIndex())
        : GroupRequest.setInet4(request, group.getAddress(), on == null ? ANY : addressOf(on));
  }

  private int ofOne(InetAddress group, @Nullable NetworkInterface on, InetAddress source) {
    GroupRequest.setInterface(request, on == null ? 0 : on.getIndex());
    write(group);
    GroupRequest.setGroup(request, address);
    write(source);
    return GroupRequest.setSource(request, address);
  }

  private void write(InetAddress host) {
    address.fill((byte) 0);
    if (host instanceof Inet6Address inet6) {
      SockAddr.setInet6(address, inet6.getAddress(), 0, inet6.getScopeId());
    } else {
      SockAddr.setInet4(address, host.getAddress(), 0);
    }
  }
}
