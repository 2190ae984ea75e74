package dev.ioserver.bindings.abi;

import dev.ioserver.bindings.freebsd.generated.cmsghdr;
import dev.ioserver.bindings.freebsd.generated.freebsd_h;
import dev.ioserver.bindings.freebsd.generated.group_req;
import dev.ioserver.bindings.freebsd.generated.group_source_req;
import dev.ioserver.bindings.freebsd.generated.in6_pktinfo;
import dev.ioserver.bindings.freebsd.generated.iovec;
import dev.ioserver.bindings.freebsd.generated.ip_mreqn;
import dev.ioserver.bindings.freebsd.generated.linger;
import dev.ioserver.bindings.freebsd.generated.msghdr;
import dev.ioserver.bindings.freebsd.generated.rlimit;
import dev.ioserver.bindings.freebsd.generated.sockaddr;
import dev.ioserver.bindings.freebsd.generated.sockaddr_dl;
import dev.ioserver.bindings.freebsd.generated.sockaddr_in;
import dev.ioserver.bindings.freebsd.generated.sockaddr_in6;
import dev.ioserver.bindings.freebsd.generated.sockaddr_storage;
import dev.ioserver.bindings.freebsd.generated.sockaddr_un;
import dev.ioserver.bindings.freebsd.generated.timespec;
import dev.ioserver.bindings.freebsd.generated.xucred;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemorySegment;

/**
 * The numbers of FreeBSD, as generated from its headers.
 *
 * <p>Thread-safe: no state.
 */
final class FreebsdNumbers extends PosixNumbers {

  @Override
  public int number(String name) {
    return switch (name) {
      case "AF_INET" -> freebsd_h.AF_INET();
      case "AF_INET6" -> freebsd_h.AF_INET6();
      case "AF_UNIX" -> freebsd_h.AF_UNIX();
      case "AF_UNSPEC" -> freebsd_h.AF_UNSPEC();
      case "IPPROTO_IP" -> freebsd_h.IPPROTO_IP();
      case "IPPROTO_IPV6" -> freebsd_h.IPPROTO_IPV6();
      case "IPPROTO_TCP" -> freebsd_h.IPPROTO_TCP();
      case "IPV6_TCLASS" -> freebsd_h.IPV6_TCLASS();
      case "IPV6_V6ONLY" -> freebsd_h.IPV6_V6ONLY();
      case "IP_TOS" -> freebsd_h.IP_TOS();
      case "LOCAL_PEERCRED" -> freebsd_h.LOCAL_PEERCRED();
      case "MSG_DONTWAIT" -> freebsd_h.MSG_DONTWAIT();
      case "MSG_NOSIGNAL" -> freebsd_h.MSG_NOSIGNAL();
      case "MSG_PEEK" -> freebsd_h.MSG_PEEK();
      case "SHUT_RD" -> freebsd_h.SHUT_RD();
      case "SHUT_RDWR" -> freebsd_h.SHUT_RDWR();
      case "SHUT_WR" -> freebsd_h.SHUT_WR();
      case "SOCK_CLOEXEC" -> freebsd_h.SOCK_CLOEXEC();
      case "SOCK_DGRAM" -> freebsd_h.SOCK_DGRAM();
      case "SOCK_NONBLOCK" -> freebsd_h.SOCK_NONBLOCK();
      case "SOCK_STREAM" -> freebsd_h.SOCK_STREAM();
      case "SOL_LOCAL" -> freebsd_h.SOL_LOCAL();
      case "SOL_SOCKET" -> freebsd_h.SOL_SOCKET();
      case "SOMAXCONN" -> freebsd_h.SOMAXCONN();
      case "SO_ACCEPTCONN" -> freebsd_h.SO_ACCEPTCONN();
      case "SO_ERROR" -> freebsd_h.SO_ERROR();
      case "SO_KEEPALIVE" -> freebsd_h.SO_KEEPALIVE();
      case "SO_LINGER" -> freebsd_h.SO_LINGER();
      case "SO_NOSIGPIPE" -> freebsd_h.SO_NOSIGPIPE();
      case "SO_RCVBUF" -> freebsd_h.SO_RCVBUF();
      case "SO_REUSEADDR" -> freebsd_h.SO_REUSEADDR();
      case "SO_REUSEPORT" -> freebsd_h.SO_REUSEPORT();
      case "SO_REUSEPORT_LB" -> freebsd_h.SO_REUSEPORT_LB();
      case "SO_SNDBUF" -> freebsd_h.SO_SNDBUF();
      case "SO_TYPE" -> freebsd_h.SO_TYPE();
      case "TCP_KEEPCNT" -> freebsd_h.TCP_KEEPCNT();
      case "TCP_KEEPIDLE" -> freebsd_h.TCP_KEEPIDLE();
      case "TCP_KEEPINTVL" -> freebsd_h.TCP_KEEPINTVL();
      case "TCP_NODELAY" -> freebsd_h.TCP_NODELAY();
      case "TCP_NOPUSH" -> freebsd_h.TCP_NOPUSH();
      case "FD_CLOEXEC" -> freebsd_h.FD_CLOEXEC();
      case "IPPROTO_UDP" -> freebsd_h.IPPROTO_UDP();
      case "IPV6_MULTICAST_HOPS" -> freebsd_h.IPV6_MULTICAST_HOPS();
      case "IPV6_MULTICAST_IF" -> freebsd_h.IPV6_MULTICAST_IF();
      case "IPV6_MULTICAST_LOOP" -> freebsd_h.IPV6_MULTICAST_LOOP();
      case "IPV6_PKTINFO" -> freebsd_h.IPV6_PKTINFO();
      case "IPV6_RECVPKTINFO" -> freebsd_h.IPV6_RECVPKTINFO();
      case "IPV6_UNICAST_HOPS" -> freebsd_h.IPV6_UNICAST_HOPS();
      case "IP_MULTICAST_IF" -> freebsd_h.IP_MULTICAST_IF();
      case "IP_MULTICAST_LOOP" -> freebsd_h.IP_MULTICAST_LOOP();
      case "IP_MULTICAST_TTL" -> freebsd_h.IP_MULTICAST_TTL();
      case "IP_RECVDSTADDR" -> freebsd_h.IP_RECVDSTADDR();
      case "IP_RECVIF" -> freebsd_h.IP_RECVIF();
      case "IP_TTL" -> freebsd_h.IP_TTL();
      case "MCAST_JOIN_GROUP" -> freebsd_h.MCAST_JOIN_GROUP();
      case "MCAST_JOIN_SOURCE_GROUP" -> freebsd_h.MCAST_JOIN_SOURCE_GROUP();
      case "MCAST_LEAVE_GROUP" -> freebsd_h.MCAST_LEAVE_GROUP();
      case "MCAST_LEAVE_SOURCE_GROUP" -> freebsd_h.MCAST_LEAVE_SOURCE_GROUP();
      case "MSG_CTRUNC" -> freebsd_h.MSG_CTRUNC();
      case "MSG_TRUNC" -> freebsd_h.MSG_TRUNC();
      case "SCM_REALTIME" -> freebsd_h.SCM_REALTIME();
      case "SO_BROADCAST" -> freebsd_h.SO_BROADCAST();
      case "SO_TIMESTAMP" -> freebsd_h.SO_TIMESTAMP();
      case "SO_TS_CLOCK" -> freebsd_h.SO_TS_CLOCK();
      case "SO_TS_REALTIME" -> freebsd_h.SO_TS_REALTIME();
      case "F_GETFD" -> freebsd_h.F_GETFD();
      case "F_GETFL" -> freebsd_h.F_GETFL();
      case "F_SETFD" -> freebsd_h.F_SETFD();
      case "F_SETFL" -> freebsd_h.F_SETFL();
      case "O_NONBLOCK" -> freebsd_h.O_NONBLOCK();
      case "RLIMIT_NOFILE" -> freebsd_h.RLIMIT_NOFILE();
      default -> ABSENT;
    };
  }

  @Override
  public int errno(String name) {
    return switch (name) {
      case "EACCES" -> freebsd_h.EACCES();
      case "EADDRINUSE" -> freebsd_h.EADDRINUSE();
      case "EADDRNOTAVAIL" -> freebsd_h.EADDRNOTAVAIL();
      case "EAFNOSUPPORT" -> freebsd_h.EAFNOSUPPORT();
      case "EAGAIN" -> freebsd_h.EAGAIN();
      case "EALREADY" -> freebsd_h.EALREADY();
      case "EBADF" -> freebsd_h.EBADF();
      case "EBUSY" -> freebsd_h.EBUSY();
      case "ECANCELED" -> freebsd_h.ECANCELED();
      case "ECAPMODE" -> freebsd_h.ECAPMODE();
      case "ECONNABORTED" -> freebsd_h.ECONNABORTED();
      case "ECONNREFUSED" -> freebsd_h.ECONNREFUSED();
      case "ECONNRESET" -> freebsd_h.ECONNRESET();
      case "EDESTADDRREQ" -> freebsd_h.EDESTADDRREQ();
      case "EDOM" -> freebsd_h.EDOM();
      case "EEXIST" -> freebsd_h.EEXIST();
      case "EFAULT" -> freebsd_h.EFAULT();
      case "EHOSTDOWN" -> freebsd_h.EHOSTDOWN();
      case "EHOSTUNREACH" -> freebsd_h.EHOSTUNREACH();
      case "EINPROGRESS" -> freebsd_h.EINPROGRESS();
      case "EINTR" -> freebsd_h.EINTR();
      case "EINVAL" -> freebsd_h.EINVAL();
      case "EIO" -> freebsd_h.EIO();
      case "EISCONN" -> freebsd_h.EISCONN();
      case "ELOOP" -> freebsd_h.ELOOP();
      case "EMFILE" -> freebsd_h.EMFILE();
      case "EMSGSIZE" -> freebsd_h.EMSGSIZE();
      case "ENAMETOOLONG" -> freebsd_h.ENAMETOOLONG();
      case "ENETDOWN" -> freebsd_h.ENETDOWN();
      case "ENETRESET" -> freebsd_h.ENETRESET();
      case "ENETUNREACH" -> freebsd_h.ENETUNREACH();
      case "ENFILE" -> freebsd_h.ENFILE();
      case "ENOBUFS" -> freebsd_h.ENOBUFS();
      case "ENODEV" -> freebsd_h.ENODEV();
      case "ENOENT" -> freebsd_h.ENOENT();
      case "ENOMEM" -> freebsd_h.ENOMEM();
      case "ENOPROTOOPT" -> freebsd_h.ENOPROTOOPT();
      case "ENOSPC" -> freebsd_h.ENOSPC();
      case "ENOSYS" -> freebsd_h.ENOSYS();
      case "ENOTCAPABLE" -> freebsd_h.ENOTCAPABLE();
      case "ENOTCONN" -> freebsd_h.ENOTCONN();
      case "ENOTSOCK" -> freebsd_h.ENOTSOCK();
      case "ENOTTY" -> freebsd_h.ENOTTY();
      case "ENXIO" -> freebsd_h.ENXIO();
      case "EOPNOTSUPP" -> freebsd_h.EOPNOTSUPP();
      case "EPERM" -> freebsd_h.EPERM();
      case "EPFNOSUPPORT" -> freebsd_h.EPFNOSUPPORT();
      case "EPIPE" -> freebsd_h.EPIPE();
      case "EPROTO" -> freebsd_h.EPROTO();
      case "EPROTONOSUPPORT" -> freebsd_h.EPROTONOSUPPORT();
      case "EPROTOTYPE" -> freebsd_h.EPROTOTYPE();
      case "ESHUTDOWN" -> freebsd_h.ESHUTDOWN();
      case "ESOCKTNOSUPPORT" -> freebsd_h.ESOCKTNOSUPPORT();
      case "ETIMEDOUT" -> freebsd_h.ETIMEDOUT();
      case "EWOULDBLOCK" -> freebsd_h.EWOULDBLOCK();
      default -> ABSENT;
    };
  }

  @Override
  public long rlimInfinity() {
    return freebsd_h.RLIM_INFINITY();
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
      case "ip_mreqn" -> ip_mreqn.layout();
      case "sockaddr_dl" -> sockaddr_dl.layout();
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
    return 8;
  }

  @Override
  MemorySegment rtldDefault() {
    return freebsd_h.RTLD_DEFAULT();
  }
}
