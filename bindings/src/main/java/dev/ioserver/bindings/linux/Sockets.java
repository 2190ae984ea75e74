package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;

/**
 * Constants of sockets: {@code socket(2)}, {@code socket(7)}, {@code ip(7)}, {@code ipv6(7)},
 * {@code tcp(7)}, {@code send(2)}, {@code recv(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Sockets {
  /** No address family. */
  public static final int AF_UNSPEC = linux_h.AF_UNSPEC();

  /** IPv4. */
  public static final int AF_INET = linux_h.AF_INET();

  /** IPv6, and IPv4 on a dual-stack socket. */
  public static final int AF_INET6 = linux_h.AF_INET6();

  /** A byte stream. */
  public static final int SOCK_STREAM = linux_h.SOCK_STREAM();

  /** Datagrams. */
  public static final int SOCK_DGRAM = linux_h.SOCK_DGRAM();

  /** Added to the type, or a flag of accept4: calls that would block give EAGAIN. */
  public static final int SOCK_NONBLOCK = linux_h.SOCK_NONBLOCK();

  /** Added to the type, or a flag of accept4: closed by exec. */
  public static final int SOCK_CLOEXEC = linux_h.SOCK_CLOEXEC();

  /** Level of the {@code SO_} options. */
  public static final int SOL_SOCKET = linux_h.SOL_SOCKET();

  /** Level of the IPv4 options. */
  public static final int IPPROTO_IP = linux_h.IPPROTO_IP();

  /** Level of the {@code IPV6_} options. */
  public static final int IPPROTO_IPV6 = linux_h.IPPROTO_IPV6();

  /** Level of the {@code TCP_} options, and the protocol. */
  public static final int IPPROTO_TCP = linux_h.IPPROTO_TCP();

  /** int as boolean: binds beside connections that linger in TIME_WAIT. */
  public static final int SO_REUSEADDR = linux_h.SO_REUSEADDR();

  /** int as boolean: several sockets share one address and split its load. */
  public static final int SO_REUSEPORT = linux_h.SO_REUSEPORT();

  /** int as boolean: probes an idle peer. */
  public static final int SO_KEEPALIVE = linux_h.SO_KEEPALIVE();

  /** {@link Linger}: what close does with bytes that are not sent yet. */
  public static final int SO_LINGER = linux_h.SO_LINGER();

  /** int, bytes: the kernel doubles it when set. */
  public static final int SO_SNDBUF = linux_h.SO_SNDBUF();

  /** int, bytes: the kernel doubles it when set. */
  public static final int SO_RCVBUF = linux_h.SO_RCVBUF();

  /** int, read-only: the pending errno, which reading clears. */
  public static final int SO_ERROR = linux_h.SO_ERROR();

  /** int, read-only: SOCK_STREAM and the like. */
  public static final int SO_TYPE = linux_h.SO_TYPE();

  /** int, read-only: AF_INET and the like. */
  public static final int SO_DOMAIN = linux_h.SO_DOMAIN();

  /** int, read-only: IPPROTO_TCP and the like. */
  public static final int SO_PROTOCOL = linux_h.SO_PROTOCOL();

  /** int as boolean, read-only: whether the socket listens. */
  public static final int SO_ACCEPTCONN = linux_h.SO_ACCEPTCONN();

  /** int, microseconds to poll the device before sleeping. */
  public static final int SO_BUSY_POLL = linux_h.SO_BUSY_POLL();

  /** int as boolean: polling by the application is preferred to interrupts. */
  public static final int SO_PREFER_BUSY_POLL = linux_h.SO_PREFER_BUSY_POLL();

  /** int, packets per poll of the device. */
  public static final int SO_BUSY_POLL_BUDGET = linux_h.SO_BUSY_POLL_BUDGET();

  /** int: the CPU that handles the socket; with SO_REUSEPORT, the one it is for. */
  public static final int SO_INCOMING_CPU = linux_h.SO_INCOMING_CPU();

  /** int, read-only: the device queue of the last packet. */
  public static final int SO_INCOMING_NAPI_ID = linux_h.SO_INCOMING_NAPI_ID();

  /** int as boolean: no IPv4 on this IPv6 socket. */
  public static final int IPV6_V6ONLY = linux_h.IPV6_V6ONLY();

  /** int as boolean: small segments are sent at once. */
  public static final int TCP_NODELAY = linux_h.TCP_NODELAY();

  /** int as boolean: acknowledges at once. The kernel may switch it off again. */
  public static final int TCP_QUICKACK = linux_h.TCP_QUICKACK();

  /** int, milliseconds that sent bytes may stay unacknowledged; 0 is the default. */
  public static final int TCP_USER_TIMEOUT = linux_h.TCP_USER_TIMEOUT();

  /** int, seconds of silence before the first probe. */
  public static final int TCP_KEEPIDLE = linux_h.TCP_KEEPIDLE();

  /** int, seconds between probes. */
  public static final int TCP_KEEPINTVL = linux_h.TCP_KEEPINTVL();

  /** int, unanswered probes until the connection is dropped. */
  public static final int TCP_KEEPCNT = linux_h.TCP_KEEPCNT();

  /** This call does not block. */
  public static final int MSG_DONTWAIT = linux_h.MSG_DONTWAIT();

  /** A broken pipe gives EPIPE and no signal. */
  public static final int MSG_NOSIGNAL = linux_h.MSG_NOSIGNAL();

  /** Leaves the bytes in the socket. */
  public static final int MSG_PEEK = linux_h.MSG_PEEK();

  /** More will follow: a partial segment may wait for it. */
  public static final int MSG_MORE = linux_h.MSG_MORE();

  /** No more receiving. */
  public static final int SHUT_RD = linux_h.SHUT_RD();

  /** No more sending: the peer reads the end of the stream. */
  public static final int SHUT_WR = linux_h.SHUT_WR();

  /** Neither. */
  public static final int SHUT_RDWR = linux_h.SHUT_RDWR();

  /** The largest backlog that the C headers name; the running kernel has its own. */
  public static final int SOMAXCONN = linux_h.SOMAXCONN();

  private Sockets() {}
}
