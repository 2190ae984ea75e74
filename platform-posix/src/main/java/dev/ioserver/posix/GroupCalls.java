package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.GroupReq;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/**
 * Joins and leaves groups, by the options that take both families (RFC 3678): {@code ip(7)}, {@code
 * ipv6(7)}.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class GroupCalls {

  private final MemorySegment errno;
  private final MemorySegment address;
  private final MemorySegment request;

  GroupCalls(Arena arena, MemorySegment errno) {
    this.errno = errno;
    this.address = arena.allocate(SockAddr.LAYOUT);
    this.request = arena.allocate(GroupReq.LAYOUT);
  }

  /** Joins; 0, or a code, negated. */
  int join(int fd, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {
    return source == null
        ? set(fd, Datagrams.MCAST_JOIN_GROUP, group, on, null)
        : set(fd, Datagrams.MCAST_JOIN_SOURCE_GROUP, group, on, source);
  }

  /** Leaves; 0, or a code, negated. */
  int leave(
      int fd, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source) {
    return source == null
        ? set(fd, Datagrams.MCAST_LEAVE_GROUP, group, on, null)
        : set(fd, Datagrams.MCAST_LEAVE_SOURCE_GROUP, group, on, source);
  }

  /** The call as it is called in messages. */
  static String name(boolean joins, @Nullable InetAddress source) {
    return "setsockopt(MCAST_"
        + (joins ? "JOIN_" : "LEAVE_")
        + (source == null ? "GROUP)" : "SOURCE_GROUP)");
  }

  private int set(
      int fd,
      int option,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    request.fill((byte) 0);
    GroupReq.setInterface(request, on == null ? 0 : on.getIndex());
    write(group);
    GroupReq.setGroup(request, address);
    if (source != null) {
      write(source);
      GroupReq.setSource(request, address);
    }
    int level = group instanceof Inet6Address ? Sockets.IPPROTO_IPV6 : Sockets.IPPROTO_IP;
    int bytes = source == null ? GroupReq.BYTES : GroupReq.SOURCE_BYTES;
    return PosixCalls.setsockopt(errno, fd, level, option, request, bytes);
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
