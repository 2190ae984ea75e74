package dev.ioserver.bindings.abi;

import dev.ioserver.bindings.macos.generated.cmsghdr;
import dev.ioserver.bindings.macos.generated.in6_pktinfo;
import dev.ioserver.bindings.macos.generated.in_pktinfo;
import dev.ioserver.bindings.macos.generated.iovec;
import dev.ioserver.bindings.macos.generated.ip_mreqn;
import dev.ioserver.bindings.macos.generated.linger;
import dev.ioserver.bindings.macos.generated.macos_h;
import dev.ioserver.bindings.macos.generated.msghdr;
import dev.ioserver.bindings.macos.generated.rlimit;
import dev.ioserver.bindings.macos.generated.sockaddr;
import dev.ioserver.bindings.macos.generated.sockaddr_in;
import dev.ioserver.bindings.macos.generated.sockaddr_in6;
import dev.ioserver.bindings.macos.generated.sockaddr_storage;
import dev.ioserver.bindings.macos.generated.sockaddr_un;
import dev.ioserver.bindings.macos.generated.timespec;
import dev.ioserver.bindings.macos.generated.timeval;
import dev.ioserver.bindings.macos.generated.xucred;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * The numbers of macOS, as generated from its headers.
 *
 * <p>Thread-safe: no state.
 */
final class MacosNumbers extends PosixNumbers {

  @Override
  public int number(String name) {
    return switch (name) {
      case "AF_INET" -> macos_h.AF_INET();
      case "AF_INET6" -> macos_h.AF_INET6();
      case "AF_UNIX" -> macos_h.AF_UNIX();
      case "AF_UNSPEC" -> macos_h.AF_UNSPEC();
      case "IPPROTO_IP" -> macos_h.IPPROTO_IP();
      case "IPPROTO_IPV6" -> macos_h.IPPROTO_IPV6();
      case "IPPROTO_TCP" -> macos_h.IPPROTO_TCP();
      case "IPV6_TCLASS" -> macos_h.IPV6_TCLASS();
      case "IPV6_V6ONLY" -> macos_h.IPV6_V6ONLY();
      case "IP_TOS" -> macos_h.IP_TOS();
      case "LOCAL_PEERCRED" -> macos_h.LOCAL_PEERCRED();
      case "LOCAL_PEERPID" -> macos_h.LOCAL_PEERPID();
      case "MSG_DONTWAIT" -> macos_h.MSG_DONTWAIT();
      case "MSG_PEEK" -> macos_h.MSG_PEEK();
      case "SHUT_RD" -> macos_h.SHUT_RD();
      case "SHUT_RDWR" -> macos_h.SHUT_RDWR();
      case "SHUT_WR" -> macos_h.SHUT_WR();
      case "SOCK_DGRAM" -> macos_h.SOCK_DGRAM();
      case "SOCK_STREAM" -> macos_h.SOCK_STREAM();
      case "SOL_LOCAL" -> macos_h.SOL_LOCAL();
      case "SOL_SOCKET" -> macos_h.SOL_SOCKET();
      case "SOMAXCONN" -> macos_h.SOMAXCONN();
      case "SO_ACCEPTCONN" -> macos_h.SO_ACCEPTCONN();
      case "SO_ERROR" -> macos_h.SO_ERROR();
      case "SO_KEEPALIVE" -> macos_h.SO_KEEPALIVE();
      case "SO_LINGER" -> macos_h.SO_LINGER();
      case "SO_LINGER_SEC" -> macos_h.SO_LINGER_SEC();
      case "SO_NOSIGPIPE" -> macos_h.SO_NOSIGPIPE();
      case "SO_RCVBUF" -> macos_h.SO_RCVBUF();
      case "SO_REUSEADDR" -> macos_h.SO_REUSEADDR();
      case "SO_REUSEPORT" -> macos_h.SO_REUSEPORT();
      case "SO_SNDBUF" -> macos_h.SO_SNDBUF();
      case "SO_TYPE" -> macos_h.SO_TYPE();
      case "TCP_KEEPALIVE" -> macos_h.TCP_KEEPALIVE();
      case "TCP_KEEPCNT" -> macos_h.TCP_KEEPCNT();
      case "TCP_KEEPINTVL" -> macos_h.TCP_KEEPINTVL();
      case "TCP_NODELAY" -> macos_h.TCP_NODELAY();
      case "TCP_NOPUSH" -> macos_h.TCP_NOPUSH();
      case "FD_CLOEXEC" -> macos_h.FD_CLOEXEC();
      case "IPPROTO_UDP" -> macos_h.IPPROTO_UDP();
      case "IPV6_MULTICAST_HOPS" -> macos_h.IPV6_MULTICAST_HOPS();
      case "IPV6_MULTICAST_IF" -> macos_h.IPV6_MULTICAST_IF();
      case "IPV6_MULTICAST_LOOP" -> macos_h.IPV6_MULTICAST_LOOP();
      case "IPV6_PKTINFO" -> macos_h.IPV6_PKTINFO();
      case "IPV6_RECVPKTINFO" -> macos_h.IPV6_RECVPKTINFO();
      case "IPV6_UNICAST_HOPS" -> macos_h.IPV6_UNICAST_HOPS();
      case "IP_MULTICAST_IF" -> macos_h.IP_MULTICAST_IF();
      case "IP_MULTICAST_LOOP" -> macos_h.IP_MULTICAST_LOOP();
      case "IP_MULTICAST_TTL" -> macos_h.IP_MULTICAST_TTL();
      case "IP_PKTINFO" -> macos_h.IP_PKTINFO();
      case "IP_RECVPKTINFO" -> macos_h.IP_RECVPKTINFO();
      case "IP_TTL" -> macos_h.IP_TTL();
      case "MCAST_JOIN_GROUP" -> macos_h.MCAST_JOIN_GROUP();
      case "MCAST_JOIN_SOURCE_GROUP" -> macos_h.MCAST_JOIN_SOURCE_GROUP();
      case "MCAST_LEAVE_GROUP" -> macos_h.MCAST_LEAVE_GROUP();
      case "MCAST_LEAVE_SOURCE_GROUP" -> macos_h.MCAST_LEAVE_SOURCE_GROUP();
      case "MSG_CTRUNC" -> macos_h.MSG_CTRUNC();
      case "MSG_TRUNC" -> macos_h.MSG_TRUNC();
      case "SCM_TIMESTAMP" -> macos_h.SCM_TIMESTAMP();
      case "SO_BROADCAST" -> macos_h.SO_BROADCAST();
      case "SO_TIMESTAMP" -> macos_h.SO_TIMESTAMP();
      case "F_GETFD" -> macos_h.F_GETFD();
      case "F_GETFL" -> macos_h.F_GETFL();
      case "F_SETFD" -> macos_h.F_SETFD();
      case "F_SETFL" -> macos_h.F_SETFL();
      case "O_NONBLOCK" -> macos_h.O_NONBLOCK();
      case "RLIMIT_NOFILE" -> macos_h.RLIMIT_NOFILE();
      default -> ABSENT;
    };
  }

  @Override
  public int errno(String name) {
    return switch (name) {
      case "EACCES" -> macos_h.EACCES();
      case "EADDRINUSE" -> macos_h.EADDRINUSE();
      case "EADDRNOTAVAIL" -> macos_h.EADDRNOTAVAIL();
      case "EAFNOSUPPORT" -> macos_h.EAFNOSUPPORT();
      case "EAGAIN" -> macos_h.EAGAIN();
      case "EALREADY" -> macos_h.EALREADY();
      case "EBADF" -> macos_h.EBADF();
      case "EBUSY" -> macos_h.EBUSY();
      case "ECANCELED" -> macos_h.ECANCELED();
      case "ECONNABORTED" -> macos_h.ECONNABORTED();
      case "ECONNREFUSED" -> macos_h.ECONNREFUSED();
      case "ECONNRESET" -> macos_h.ECONNRESET();
      case "EDESTADDRREQ" -> macos_h.EDESTADDRREQ();
      case "EDOM" -> macos_h.EDOM();
      case "EEXIST" -> macos_h.EEXIST();
      case "EFAULT" -> macos_h.EFAULT();
      case "EHOSTDOWN" -> macos_h.EHOSTDOWN();
      case "EHOSTUNREACH" -> macos_h.EHOSTUNREACH();
      case "EINPROGRESS" -> macos_h.EINPROGRESS();
      case "EINTR" -> macos_h.EINTR();
      case "EINVAL" -> macos_h.EINVAL();
      case "EIO" -> macos_h.EIO();
      case "EISCONN" -> macos_h.EISCONN();
      case "ELOOP" -> macos_h.ELOOP();
      case "EMFILE" -> macos_h.EMFILE();
      case "EMSGSIZE" -> macos_h.EMSGSIZE();
      case "ENAMETOOLONG" -> macos_h.ENAMETOOLONG();
      case "ENETDOWN" -> macos_h.ENETDOWN();
      case "ENETRESET" -> macos_h.ENETRESET();
      case "ENETUNREACH" -> macos_h.ENETUNREACH();
      case "ENFILE" -> macos_h.ENFILE();
      case "ENOBUFS" -> macos_h.ENOBUFS();
      case "ENODEV" -> macos_h.ENODEV();
      case "ENOENT" -> macos_h.ENOENT();
      case "ENOMEM" -> macos_h.ENOMEM();
      case "ENOPROTOOPT" -> macos_h.ENOPROTOOPT();
      case "ENOSPC" -> macos_h.ENOSPC();
      case "ENOSYS" -> macos_h.ENOSYS();
      case "ENOTCONN" -> macos_h.ENOTCONN();
      case "ENOTSOCK" -> macos_h.ENOTSOCK();
      case "ENOTTY" -> macos_h.ENOTTY();
      case "ENXIO" -> macos_h.ENXIO();
      case "EOPNOTSUPP" -> macos_h.EOPNOTSUPP();
      case "EPERM" -> macos_h.EPERM();
      case "EPFNOSUPPORT" -> macos_h.EPFNOSUPPORT();
      case "EPIPE" -> macos_h.EPIPE();
      case "EPROTO" -> macos_h.EPROTO();
      case "EPROTONOSUPPORT" -> macos_h.EPROTONOSUPPORT();
      case "EPROTOTYPE" -> macos_h.EPROTOTYPE();
      case "ESHUTDOWN" -> macos_h.ESHUTDOWN();
      case "ESOCKTNOSUPPORT" -> macos_h.ESOCKTNOSUPPORT();
      case "ETIMEDOUT" -> macos_h.ETIMEDOUT();
      case "EWOULDBLOCK" -> macos_h.EWOULDBLOCK();
      default -> ABSENT;
    };
  }

  @Override
  public long rlimInfinity() {
    return macos_h.RLIM_INFINITY();
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
      case "in6_pktinfo" -> in6_pktinfo.layout();
      case "in_pktinfo" -> in_pktinfo.layout();
      case "ip_mreqn" -> ip_mreqn.layout();
      case "timeval" -> timeval.layout();
      case "xucred" -> xucred.layout();
      default -> throw unknown(struct);
    };
  }

  @Override
  public boolean addressesHaveLength() {
    return true;
  }

  @Override
  public int controlAlignment() {
    return 4;
  }

  @Override
  MemorySegment rtldDefault() {
    return macos_h.RTLD_DEFAULT();
  }
}
