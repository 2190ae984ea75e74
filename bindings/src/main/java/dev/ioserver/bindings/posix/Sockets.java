package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.PosixNumbers;

/**
 * Constants of sockets: {@code socket(2)}, {@code setsockopt(2)}, {@code tcp(7)}, {@code ip(7)},
 * {@code ipv6(7)}, {@code send(2)}, {@code recv(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Sockets {
  /** What a name is that the system does not have. */
  public static final int ABSENT = PosixNumbers.ABSENT;

  /** No address family. */
  public static final int AF_UNSPEC = number("AF_UNSPEC");

  /** IPv4. */
  public static final int AF_INET = number("AF_INET");

  /** IPv6, and IPv4 on a dual-stack socket. */
  public static final int AF_INET6 = number("AF_INET6");

  /** Within this host, by names of files. */
  public static final int AF_UNIX = number("AF_UNIX");

  /** A byte stream. */
  public static final int SOCK_STREAM = number("SOCK_STREAM");

  /** Datagrams. */
  public static final int SOCK_DGRAM = number("SOCK_DGRAM");

  /** Added to the type, or a flag of accept4: calls that would block give EAGAIN. Not on macOS. */
  public static final int SOCK_NONBLOCK = number("SOCK_NONBLOCK");

  /** Added to the type, or a flag of accept4: closed by exec. Not on macOS. */
  public static final int SOCK_CLOEXEC = number("SOCK_CLOEXEC");

  /** Level of the {@code SO_} options. */
  public static final int SOL_SOCKET = number("SOL_SOCKET");

  /** Level of the IPv4 options. */
  public static final int IPPROTO_IP = number("IPPROTO_IP");

  /** Level of the {@code IPV6_} options. */
  public static final int IPPROTO_IPV6 = number("IPPROTO_IPV6");

  /** Level of the {@code TCP_} options, and the protocol. */
  public static final int IPPROTO_TCP = number("IPPROTO_TCP");

  /** int as boolean: binds beside connections that linger in TIME_WAIT. */
  public static final int SO_REUSEADDR = number("SO_REUSEADDR");

  /**
   * int as boolean: several sockets share one address. They split its load on Linux; on BSD the
   * last one gets it all.
   */
  public static final int SO_REUSEPORT = number("SO_REUSEPORT");

  /** int as boolean: several sockets share one address and split its load. FreeBSD 12 alone. */
  public static final int SO_REUSEPORT_LB = number("SO_REUSEPORT_LB");

  /** int as boolean: probes an idle peer. */
  public static final int SO_KEEPALIVE = number("SO_KEEPALIVE");

  /** {@link Linger}: what close does with bytes that are not sent yet. In ticks on macOS. */
  public static final int SO_LINGER = number("SO_LINGER");

  /** {@link Linger}: the same in seconds. macOS alone. */
  public static final int SO_LINGER_SEC = number("SO_LINGER_SEC");

  /** int, bytes; Linux doubles it when it is set. */
  public static final int SO_SNDBUF = number("SO_SNDBUF");

  /** int, bytes; Linux doubles it when it is set. */
  public static final int SO_RCVBUF = number("SO_RCVBUF");

  /** int, read-only: the pending errno, which reading clears. */
  public static final int SO_ERROR = number("SO_ERROR");

  /** int as boolean: writes to a broken pipe give EPIPE and no signal. BSD alone. */
  public static final int SO_NOSIGPIPE = number("SO_NOSIGPIPE");

  /** int, read-only: SOCK_STREAM and the like. */
  public static final int SO_TYPE = number("SO_TYPE");

  /** int, read-only: AF_INET and the like. Linux alone. */
  public static final int SO_DOMAIN = number("SO_DOMAIN");

  /** int, read-only: IPPROTO_TCP and the like. Linux alone. */
  public static final int SO_PROTOCOL = number("SO_PROTOCOL");

  /** int as boolean, read-only: whether the socket listens. */
  public static final int SO_ACCEPTCONN = number("SO_ACCEPTCONN");

  /** int, 0 to 6: the queue that packets leave by; more needs CAP_NET_ADMIN. Linux alone. */
  public static final int SO_PRIORITY = number("SO_PRIORITY");

  /** int, microseconds to poll the device before sleeping. Linux alone. */
  public static final int SO_BUSY_POLL = number("SO_BUSY_POLL");

  /** int as boolean: polling by the application is preferred to interrupts. Linux alone. */
  public static final int SO_PREFER_BUSY_POLL = number("SO_PREFER_BUSY_POLL");

  /** int, packets per poll of the device. Linux alone. */
  public static final int SO_BUSY_POLL_BUDGET = number("SO_BUSY_POLL_BUDGET");

  /** int: the CPU that handles the socket; with SO_REUSEPORT, the one it is for. Linux alone. */
  public static final int SO_INCOMING_CPU = number("SO_INCOMING_CPU");

  /** int, read-only: the device queue of the last packet. Linux alone. */
  public static final int SO_INCOMING_NAPI_ID = number("SO_INCOMING_NAPI_ID");

  /** {@link PeerCred}, read-only: who is at the other end of a Unix socket. Linux alone. */
  public static final int SO_PEERCRED = number("SO_PEERCRED");

  /** Level of the {@code LOCAL_} options, those of Unix sockets. BSD alone. */
  public static final int SOL_LOCAL = number("SOL_LOCAL");

  /** {@link PeerCred}, read-only: who is at the other end of a Unix socket. BSD alone. */
  public static final int LOCAL_PEERCRED = number("LOCAL_PEERCRED");

  /** int, read-only: the process at the other end of a Unix socket. macOS alone. */
  public static final int LOCAL_PEERPID = number("LOCAL_PEERPID");

  /** int, one byte: the type of service in the header of IPv4 packets. */
  public static final int IP_TOS = number("IP_TOS");

  /** int, one byte: the traffic class in the header of IPv6 packets. */
  public static final int IPV6_TCLASS = number("IPV6_TCLASS");

  /** int as boolean: no IPv4 on this IPv6 socket. */
  public static final int IPV6_V6ONLY = number("IPV6_V6ONLY");

  /** int as boolean: small segments are sent at once. */
  public static final int TCP_NODELAY = number("TCP_NODELAY");

  /** int as boolean: partial segments wait until it is switched off. BSD alone. */
  public static final int TCP_NOPUSH = number("TCP_NOPUSH");

  /** int as boolean: acknowledges at once. The kernel may switch it off again. Linux alone. */
  public static final int TCP_QUICKACK = number("TCP_QUICKACK");

  /** int, milliseconds that sent bytes may stay unacknowledged; 0 is the default. Linux alone. */
  public static final int TCP_USER_TIMEOUT = number("TCP_USER_TIMEOUT");

  /** int, seconds of silence before the first probe. TCP_KEEPALIVE on macOS. */
  public static final int TCP_KEEPIDLE = number("TCP_KEEPIDLE");

  /** int, seconds of silence before the first probe. macOS alone: TCP_KEEPIDLE elsewhere. */
  public static final int TCP_KEEPALIVE = number("TCP_KEEPALIVE");

  /** int, seconds between probes. */
  public static final int TCP_KEEPINTVL = number("TCP_KEEPINTVL");

  /** int, unanswered probes until the connection is dropped. */
  public static final int TCP_KEEPCNT = number("TCP_KEEPCNT");

  /** This call does not block. */
  public static final int MSG_DONTWAIT = number("MSG_DONTWAIT");

  /** A broken pipe gives EPIPE and no signal. Not on macOS before 26. */
  public static final int MSG_NOSIGNAL = number("MSG_NOSIGNAL");

  /** Leaves the bytes in the socket. */
  public static final int MSG_PEEK = number("MSG_PEEK");

  /** More will follow: a partial segment may wait for it. Linux alone. */
  public static final int MSG_MORE = number("MSG_MORE");

  /** No more receiving. */
  public static final int SHUT_RD = number("SHUT_RD");

  /** No more sending: the peer reads the end of the stream. */
  public static final int SHUT_WR = number("SHUT_WR");

  /** Neither. */
  public static final int SHUT_RDWR = number("SHUT_RDWR");

  /** The largest backlog that the C headers name; the running kernel has its own. */
  public static final int SOMAXCONN = number("SOMAXCONN");

  private Sockets() {}

  private static int number(String name) {
    return PosixNumbers.here().number(name);
  }
}
