package dev.ioserver.bindings.bsd;

/**
 * Constants of sockets: {@code socket(2)}, {@code setsockopt(2)}, {@code tcp(4)}, {@code inet6(4)},
 * {@code send(2)}. One that a system does not have is {@link BsdTarget#ABSENT}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Sockets {
  /** IPv4. */
  public static final int AF_INET = number("AF_INET");

  /** IPv6, and IPv4 on a dual-stack socket. */
  public static final int AF_INET6 = number("AF_INET6");

  /** A byte stream. */
  public static final int SOCK_STREAM = number("SOCK_STREAM");

  /** Added to the type, or a flag of accept4: calls that would block give EAGAIN. Not on macOS. */
  public static final int SOCK_NONBLOCK = number("SOCK_NONBLOCK");

  /** Added to the type, or a flag of accept4: closed by exec. Not on macOS. */
  public static final int SOCK_CLOEXEC = number("SOCK_CLOEXEC");

  /** Level of the {@code SO_} options. */
  public static final int SOL_SOCKET = number("SOL_SOCKET");

  /** Level of the {@code IPV6_} options. */
  public static final int IPPROTO_IPV6 = number("IPPROTO_IPV6");

  /** Level of the {@code TCP_} options, and the protocol. */
  public static final int IPPROTO_TCP = number("IPPROTO_TCP");

  /** int as boolean: binds beside connections that linger in TIME_WAIT. */
  public static final int SO_REUSEADDR = number("SO_REUSEADDR");

  /** int as boolean: several sockets share one address; on BSD the last one gets it all. */
  public static final int SO_REUSEPORT = number("SO_REUSEPORT");

  /** int as boolean: several sockets share one address and split its load. FreeBSD 12 alone. */
  public static final int SO_REUSEPORT_LB = number("SO_REUSEPORT_LB");

  /** int as boolean: probes an idle peer. */
  public static final int SO_KEEPALIVE = number("SO_KEEPALIVE");

  /** {@link Linger}: what close does with bytes that are not sent yet. In ticks on macOS. */
  public static final int SO_LINGER = number("SO_LINGER");

  /** {@link Linger}: the same in seconds. macOS alone. */
  public static final int SO_LINGER_SEC = number("SO_LINGER_SEC");

  /** int, bytes. */
  public static final int SO_SNDBUF = number("SO_SNDBUF");

  /** int, bytes. */
  public static final int SO_RCVBUF = number("SO_RCVBUF");

  /** int, read-only: the pending errno, which reading clears. */
  public static final int SO_ERROR = number("SO_ERROR");

  /** int as boolean: writes to a broken pipe give EPIPE and no signal. BSD alone. */
  public static final int SO_NOSIGPIPE = number("SO_NOSIGPIPE");

  /** int as boolean: no IPv4 on this IPv6 socket. */
  public static final int IPV6_V6ONLY = number("IPV6_V6ONLY");

  /** int as boolean: small segments are sent at once. */
  public static final int TCP_NODELAY = number("TCP_NODELAY");

  /** int as boolean: partial segments wait until it is switched off. BSD alone. */
  public static final int TCP_NOPUSH = number("TCP_NOPUSH");

  /** A broken pipe gives EPIPE and no signal. Not on macOS before 26. */
  public static final int MSG_NOSIGNAL = number("MSG_NOSIGNAL");

  /** No more sending: the peer reads the end of the stream. */
  public static final int SHUT_WR = number("SHUT_WR");

  private Sockets() {}

  private static int number(String name) {
    return BsdTarget.here().number(name);
  }
}
