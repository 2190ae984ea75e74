package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;

/**
 * Constants of Winsock: {@code winsock2.h}, {@code ws2ipdef.h}, {@code mswsock.h}, {@code
 * mstcpip.h}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Sockets {
  /** No address family. */
  public static final int AF_UNSPEC = windows_h.AF_UNSPEC();

  /** IPv4. */
  public static final int AF_INET = windows_h.AF_INET();

  /** IPv6, and IPv4 on a dual-stack socket. */
  public static final int AF_INET6 = windows_h.AF_INET6();

  /** A byte stream. */
  public static final int SOCK_STREAM = windows_h.SOCK_STREAM();

  /** WSASocketW: the socket takes overlapped requests. */
  public static final int WSA_FLAG_OVERLAPPED = windows_h.WSA_FLAG_OVERLAPPED();

  /** WSASocketW: no child process inherits the socket. */
  public static final int WSA_FLAG_NO_HANDLE_INHERIT = windows_h.WSA_FLAG_NO_HANDLE_INHERIT();

  /** No socket: -1. */
  public static final long INVALID_SOCKET = windows_h.INVALID_SOCKET();

  /** ioctlsocket, int as boolean: calls that would block give WSAEWOULDBLOCK. */
  public static final int FIONBIO = windows_h.FIONBIO();

  /** Level of the {@code SO_} options. */
  public static final int SOL_SOCKET = windows_h.SOL_SOCKET();

  /** Level of the {@code IPV6_} options. */
  public static final int IPPROTO_IPV6 = windows_h.IPPROTO_IPV6();

  /** Level of the {@code TCP_} options, and the protocol. */
  public static final int IPPROTO_TCP = windows_h.IPPROTO_TCP();

  /** int as boolean: nobody else binds to the address, not even by force. */
  public static final int SO_EXCLUSIVEADDRUSE = windows_h.SO_EXCLUSIVEADDRUSE();

  /** int as boolean: binds to an address that another socket has, which nobody should. */
  public static final int SO_REUSEADDR = windows_h.SO_REUSEADDR();

  /** int as boolean: probes an idle peer. */
  public static final int SO_KEEPALIVE = windows_h.SO_KEEPALIVE();

  /** {@link Linger}: what closesocket does with bytes that are not sent yet. */
  public static final int SO_LINGER = windows_h.SO_LINGER();

  /** int, bytes. */
  public static final int SO_SNDBUF = windows_h.SO_SNDBUF();

  /** int, bytes. */
  public static final int SO_RCVBUF = windows_h.SO_RCVBUF();

  /** int, read-only: the pending error, which reading clears. */
  public static final int SO_ERROR = windows_h.SO_ERROR();

  /** int as boolean: small writes leave at once. */
  public static final int TCP_NODELAY = windows_h.TCP_NODELAY();

  /** int as boolean: an IPv6 socket takes no IPv4; on if nothing is said. */
  public static final int IPV6_V6ONLY = windows_h.IPV6_V6ONLY();

  /** A backlog as long as the provider finds reasonable. */
  public static final int SOMAXCONN = windows_h.SOMAXCONN();

  /** recv: leaves what it reads. */
  public static final int MSG_PEEK = windows_h.MSG_PEEK();

  /** shutdown: no more receiving. */
  public static final int SD_RECEIVE = windows_h.SD_RECEIVE();

  /** shutdown: no more sending. */
  public static final int SD_SEND = windows_h.SD_SEND();

  /** shutdown: neither. */
  public static final int SD_BOTH = windows_h.SD_BOTH();

  /** WSAIoctl: the socket below all layers that others have put over Winsock. */
  public static final int SIO_BASE_HANDLE = windows_h.SIO_BASE_HANDLE();

  /** WSAIoctl: the socket that a layer wants to be polled. */
  public static final int SIO_BSP_HANDLE_POLL = windows_h.SIO_BSP_HANDLE_POLL();

  /** WSAIoctl, {@link TcpInitialRto}: how often and when a connect is repeated. */
  public static final int SIO_TCP_INITIAL_RTO = windows_h.SIO_TCP_INITIAL_RTO();

  /** Leaves the time before the first repetition as it is. */
  public static final int TCP_INITIAL_RTO_UNSPECIFIED_RTT =
      windows_h.TCP_INITIAL_RTO_UNSPECIFIED_RTT();

  /** Repeats no connect; a byte. */
  public static final int TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS =
      windows_h.TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS();

  private Sockets() {}
}
