package dev.ioserver.bindings.abi;

import dev.ioserver.bindings.linux.generated.cmsghdr;
import dev.ioserver.bindings.linux.generated.group_req;
import dev.ioserver.bindings.linux.generated.group_source_req;
import dev.ioserver.bindings.linux.generated.in6_pktinfo;
import dev.ioserver.bindings.linux.generated.in_pktinfo;
import dev.ioserver.bindings.linux.generated.iovec;
import dev.ioserver.bindings.linux.generated.ip_mreqn;
import dev.ioserver.bindings.linux.generated.linger;
import dev.ioserver.bindings.linux.generated.linux_h;
import dev.ioserver.bindings.linux.generated.mmsghdr;
import dev.ioserver.bindings.linux.generated.msghdr;
import dev.ioserver.bindings.linux.generated.rlimit;
import dev.ioserver.bindings.linux.generated.sockaddr;
import dev.ioserver.bindings.linux.generated.sockaddr_in;
import dev.ioserver.bindings.linux.generated.sockaddr_in6;
import dev.ioserver.bindings.linux.generated.sockaddr_storage;
import dev.ioserver.bindings.linux.generated.sockaddr_un;
import dev.ioserver.bindings.linux.generated.timespec;
import dev.ioserver.bindings.linux.generated.ucred;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * The numbers of Linux, as generated from its headers.
 *
 * <p>Thread-safe: no state.
 */
final class LinuxNumbers extends PosixNumbers {

  @Override
  public int number(String name) {
    return switch (name) {
      case "AF_INET" -> linux_h.AF_INET();
      case "AF_INET6" -> linux_h.AF_INET6();
      case "AF_UNIX" -> linux_h.AF_UNIX();
      case "AF_UNSPEC" -> linux_h.AF_UNSPEC();
      case "IPPROTO_IP" -> linux_h.IPPROTO_IP();
      case "IPPROTO_IPV6" -> linux_h.IPPROTO_IPV6();
      case "IPPROTO_TCP" -> linux_h.IPPROTO_TCP();
      case "IPV6_TCLASS" -> linux_h.IPV6_TCLASS();
      case "IPV6_V6ONLY" -> linux_h.IPV6_V6ONLY();
      case "IP_TOS" -> linux_h.IP_TOS();
      case "MSG_DONTWAIT" -> linux_h.MSG_DONTWAIT();
      case "MSG_MORE" -> linux_h.MSG_MORE();
      case "MSG_NOSIGNAL" -> linux_h.MSG_NOSIGNAL();
      case "MSG_PEEK" -> linux_h.MSG_PEEK();
      case "SHUT_RD" -> linux_h.SHUT_RD();
      case "SHUT_RDWR" -> linux_h.SHUT_RDWR();
      case "SHUT_WR" -> linux_h.SHUT_WR();
      case "SO_ACCEPTCONN" -> linux_h.SO_ACCEPTCONN();
      case "SO_BUSY_POLL" -> linux_h.SO_BUSY_POLL();
      case "SO_BUSY_POLL_BUDGET" -> linux_h.SO_BUSY_POLL_BUDGET();
      case "SO_DOMAIN" -> linux_h.SO_DOMAIN();
      case "SO_ERROR" -> linux_h.SO_ERROR();
      case "SO_INCOMING_CPU" -> linux_h.SO_INCOMING_CPU();
      case "SO_INCOMING_NAPI_ID" -> linux_h.SO_INCOMING_NAPI_ID();
      case "SO_KEEPALIVE" -> linux_h.SO_KEEPALIVE();
      case "SO_LINGER" -> linux_h.SO_LINGER();
      case "SO_PEERCRED" -> linux_h.SO_PEERCRED();
      case "SO_PREFER_BUSY_POLL" -> linux_h.SO_PREFER_BUSY_POLL();
      case "SO_PRIORITY" -> linux_h.SO_PRIORITY();
      case "SO_PROTOCOL" -> linux_h.SO_PROTOCOL();
      case "SO_RCVBUF" -> linux_h.SO_RCVBUF();
      case "SO_REUSEADDR" -> linux_h.SO_REUSEADDR();
      case "SO_REUSEPORT" -> linux_h.SO_REUSEPORT();
      case "SO_SNDBUF" -> linux_h.SO_SNDBUF();
      case "SO_TYPE" -> linux_h.SO_TYPE();
      case "SOCK_CLOEXEC" -> linux_h.SOCK_CLOEXEC();
      case "SOCK_DGRAM" -> linux_h.SOCK_DGRAM();
      case "SOCK_NONBLOCK" -> linux_h.SOCK_NONBLOCK();
      case "SOCK_STREAM" -> linux_h.SOCK_STREAM();
      case "SOL_SOCKET" -> linux_h.SOL_SOCKET();
      case "SOMAXCONN" -> linux_h.SOMAXCONN();
      case "TCP_KEEPCNT" -> linux_h.TCP_KEEPCNT();
      case "TCP_KEEPIDLE" -> linux_h.TCP_KEEPIDLE();
      case "TCP_KEEPINTVL" -> linux_h.TCP_KEEPINTVL();
      case "TCP_NODELAY" -> linux_h.TCP_NODELAY();
      case "TCP_QUICKACK" -> linux_h.TCP_QUICKACK();
      case "TCP_USER_TIMEOUT" -> linux_h.TCP_USER_TIMEOUT();
      case "IPPROTO_UDP" -> linux_h.IPPROTO_UDP();
      case "IPV6_MULTICAST_ALL" -> linux_h.IPV6_MULTICAST_ALL();
      case "IPV6_MULTICAST_HOPS" -> linux_h.IPV6_MULTICAST_HOPS();
      case "IPV6_MULTICAST_IF" -> linux_h.IPV6_MULTICAST_IF();
      case "IPV6_MULTICAST_LOOP" -> linux_h.IPV6_MULTICAST_LOOP();
      case "IPV6_PKTINFO" -> linux_h.IPV6_PKTINFO();
      case "IPV6_RECVPKTINFO" -> linux_h.IPV6_RECVPKTINFO();
      case "IPV6_UNICAST_HOPS" -> linux_h.IPV6_UNICAST_HOPS();
      case "IP_MULTICAST_ALL" -> linux_h.IP_MULTICAST_ALL();
      case "IP_MULTICAST_IF" -> linux_h.IP_MULTICAST_IF();
      case "IP_MULTICAST_LOOP" -> linux_h.IP_MULTICAST_LOOP();
      case "IP_MULTICAST_TTL" -> linux_h.IP_MULTICAST_TTL();
      case "IP_PKTINFO" -> linux_h.IP_PKTINFO();
      case "IP_TTL" -> linux_h.IP_TTL();
      case "MCAST_JOIN_GROUP" -> linux_h.MCAST_JOIN_GROUP();
      case "MCAST_JOIN_SOURCE_GROUP" -> linux_h.MCAST_JOIN_SOURCE_GROUP();
      case "MCAST_LEAVE_GROUP" -> linux_h.MCAST_LEAVE_GROUP();
      case "MCAST_LEAVE_SOURCE_GROUP" -> linux_h.MCAST_LEAVE_SOURCE_GROUP();
      case "MSG_CTRUNC" -> linux_h.MSG_CTRUNC();
      case "MSG_TRUNC" -> linux_h.MSG_TRUNC();
      case "MSG_WAITFORONE" -> linux_h.MSG_WAITFORONE();
      case "SOF_TIMESTAMPING_RAW_HARDWARE" -> linux_h.SOF_TIMESTAMPING_RAW_HARDWARE();
      case "SOF_TIMESTAMPING_RX_HARDWARE" -> linux_h.SOF_TIMESTAMPING_RX_HARDWARE();
      case "SOF_TIMESTAMPING_RX_SOFTWARE" -> linux_h.SOF_TIMESTAMPING_RX_SOFTWARE();
      case "SOF_TIMESTAMPING_SOFTWARE" -> linux_h.SOF_TIMESTAMPING_SOFTWARE();
      case "SO_BROADCAST" -> linux_h.SO_BROADCAST();
      case "SO_MEMINFO" -> linux_h.SO_MEMINFO();
      case "SO_RXQ_OVFL" -> linux_h.SO_RXQ_OVFL();
      case "SO_TIMESTAMPING" -> linux_h.SO_TIMESTAMPING();
      case "SO_TIMESTAMPNS" -> linux_h.SO_TIMESTAMPNS();
      case "UDP_GRO" -> linux_h.UDP_GRO();
      case "UDP_SEGMENT" -> linux_h.UDP_SEGMENT();
      case "F_GETFD" -> linux_h.F_GETFD();
      case "F_GETFL" -> linux_h.F_GETFL();
      case "F_SETFD" -> linux_h.F_SETFD();
      case "F_SETFL" -> linux_h.F_SETFL();
      case "FD_CLOEXEC" -> linux_h.FD_CLOEXEC();
      case "O_NONBLOCK" -> linux_h.O_NONBLOCK();
      case "RLIMIT_NOFILE" -> linux_h.RLIMIT_NOFILE();
      default -> ABSENT;
    };
  }

  @Override
  public int errno(String name) {
    return switch (name) {
      case "EACCES" -> linux_h.EACCES();
      case "EADDRINUSE" -> linux_h.EADDRINUSE();
      case "EADDRNOTAVAIL" -> linux_h.EADDRNOTAVAIL();
      case "EAFNOSUPPORT" -> linux_h.EAFNOSUPPORT();
      case "EAGAIN" -> linux_h.EAGAIN();
      case "EALREADY" -> linux_h.EALREADY();
      case "EBADF" -> linux_h.EBADF();
      case "EBUSY" -> linux_h.EBUSY();
      case "ECANCELED" -> linux_h.ECANCELED();
      case "ECONNABORTED" -> linux_h.ECONNABORTED();
      case "ECONNREFUSED" -> linux_h.ECONNREFUSED();
      case "ECONNRESET" -> linux_h.ECONNRESET();
      case "EDESTADDRREQ" -> linux_h.EDESTADDRREQ();
      case "EDOM" -> linux_h.EDOM();
      case "EEXIST" -> linux_h.EEXIST();
      case "EFAULT" -> linux_h.EFAULT();
      case "EHOSTDOWN" -> linux_h.EHOSTDOWN();
      case "EHOSTUNREACH" -> linux_h.EHOSTUNREACH();
      case "EINPROGRESS" -> linux_h.EINPROGRESS();
      case "EINTR" -> linux_h.EINTR();
      case "EINVAL" -> linux_h.EINVAL();
      case "EIO" -> linux_h.EIO();
      case "EISCONN" -> linux_h.EISCONN();
      case "ELOOP" -> linux_h.ELOOP();
      case "EMFILE" -> linux_h.EMFILE();
      case "EMSGSIZE" -> linux_h.EMSGSIZE();
      case "ENAMETOOLONG" -> linux_h.ENAMETOOLONG();
      case "ENETDOWN" -> linux_h.ENETDOWN();
      case "ENETRESET" -> linux_h.ENETRESET();
      case "ENETUNREACH" -> linux_h.ENETUNREACH();
      case "ENFILE" -> linux_h.ENFILE();
      case "ENOBUFS" -> linux_h.ENOBUFS();
      case "ENODEV" -> linux_h.ENODEV();
      case "ENOENT" -> linux_h.ENOENT();
      case "ENOMEM" -> linux_h.ENOMEM();
      case "ENONET" -> linux_h.ENONET();
      case "ENOPROTOOPT" -> linux_h.ENOPROTOOPT();
      case "ENOSPC" -> linux_h.ENOSPC();
      case "ENOSYS" -> linux_h.ENOSYS();
      case "ENOTCONN" -> linux_h.ENOTCONN();
      case "ENOTSOCK" -> linux_h.ENOTSOCK();
      case "ENOTTY" -> linux_h.ENOTTY();
      case "ENXIO" -> linux_h.ENXIO();
      case "EOPNOTSUPP" -> linux_h.EOPNOTSUPP();
      case "EPERM" -> linux_h.EPERM();
      case "EPFNOSUPPORT" -> linux_h.EPFNOSUPPORT();
      case "EPIPE" -> linux_h.EPIPE();
      case "EPROTO" -> linux_h.EPROTO();
      case "EPROTONOSUPPORT" -> linux_h.EPROTONOSUPPORT();
      case "EPROTOTYPE" -> linux_h.EPROTOTYPE();
      case "ESHUTDOWN" -> linux_h.ESHUTDOWN();
      case "ESOCKTNOSUPPORT" -> linux_h.ESOCKTNOSUPPORT();
      case "ETIMEDOUT" -> linux_h.ETIMEDOUT();
      case "EWOULDBLOCK" -> linux_h.EWOULDBLOCK();
      default -> ABSENT;
    };
  }

  @Override
  public long rlimInfinity() {
    return linux_h.RLIM_INFINITY();
  }

  @Override
  public GroupLayout layout(String struct) {
    return switch (struct) {
      case "iovec" -> iovec.layout();
      case "linger" -> linger.layout();
      case "msghdr" -> msghdr.layout();
      case "rlimit" -> rlimit.layout();
      case "sockaddr" -> sockaddr.layout();
      case "sockaddr_in" -> sockaddr_in.layout();
      case "sockaddr_in6" -> sockaddr_in6.layout();
      case "sockaddr_storage" -> sockaddr_storage.layout();
      case "sockaddr_un" -> sockaddr_un.layout();
      case "timespec" -> timespec.layout();
      case "cmsghdr" -> cmsghdr.layout();
      case "group_req" -> group_req.layout();
      case "group_source_req" -> group_source_req.layout();
      case "in6_pktinfo" -> in6_pktinfo.layout();
      case "in_pktinfo" -> in_pktinfo.layout();
      case "ip_mreqn" -> ip_mreqn.layout();
      case "mmsghdr" -> mmsghdr.layout();
      case "ucred" -> ucred.layout();
      default -> throw unknown(struct);
    };
  }

  @Override
  public boolean addressesHaveLength() {
    return false;
  }

  @Override
  public int controlAlignment() {
    return 8;
  }

  @Override
  MemorySegment rtldDefault() {
    return linux_h.RTLD_DEFAULT();
  }
}
