package dev.ioserver.bsd;

import dev.ioserver.bindings.bsd.BsdCalls;
import dev.ioserver.bindings.bsd.BsdTarget;
import dev.ioserver.bindings.bsd.Sockets;
import dev.ioserver.posix.PosixCalls;
import dev.ioserver.posix.SocketOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket calls with the numbers of macOS, FreeBSD, and of Linux under libkqueue: {@code
 * socket(2)}, {@code inet(4)}, {@code inet6(4)}, {@code tcp(4)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class BsdSocketCalls extends PosixCalls {

  /** Whether a socket can be opened and accepted with its flags: everywhere but on macOS. */
  static final boolean HAS_FLAGS =
      BsdCalls.hasAccept4()
          && Sockets.SOCK_NONBLOCK != BsdTarget.ABSENT
          && Sockets.SOCK_CLOEXEC != BsdTarget.ABSENT;

  /** Where a call cannot say that it wants no signal, the socket is told once: SO_NOSIGPIPE. */
  private static final int NO_SIGNAL =
      Sockets.MSG_NOSIGNAL == BsdTarget.ABSENT ? 0 : Sockets.MSG_NOSIGNAL;

  private static final boolean HAS_NO_SIGNAL_OPTION =
      NO_SIGNAL == 0 && Sockets.SO_NOSIGPIPE != BsdTarget.ABSENT;

  /** Lingering is counted in seconds: on macOS that is an option of its own. */
  private static final int LINGER =
      Sockets.SO_LINGER_SEC == BsdTarget.ABSENT ? Sockets.SO_LINGER : Sockets.SO_LINGER_SEC;

  /**
   * Listeners that share an address share its connections: on FreeBSD (12) that is an option of its
   * own, and with SO_REUSEPORT one of them gets all.
   */
  private static final int REUSE_PORT =
      Sockets.SO_REUSEPORT_LB == BsdTarget.ABSENT ? Sockets.SO_REUSEPORT : Sockets.SO_REUSEPORT_LB;

  /** SOCK_NONBLOCK and SOCK_CLOEXEC, or 0 where flags are set afterwards. */
  private final int flags;

  /**
   * Calls.
   *
   * @param atOnce whether flags are set by the call that opens a descriptor
   */
  BsdSocketCalls(boolean atOnce) {
    flags = atOnce ? Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC : 0;
  }

  @Override
  public MemorySegment newErrnoSegment(Arena arena) {
    return BsdCalls.newErrnoSegment(arena);
  }

  @Override
  public int socket(MemorySegment errno, boolean inet6) {
    int family = inet6 ? Sockets.AF_INET6 : Sockets.AF_INET;
    return BsdCalls.socket(errno, family, Sockets.SOCK_STREAM | flags, 0);
  }

  @Override
  public int bind(MemorySegment errno, int fd, MemorySegment address, int bytes) {
    return BsdCalls.bind(errno, fd, address, bytes);
  }

  @Override
  public int listen(MemorySegment errno, int fd, int backlog) {
    return BsdCalls.listen(errno, fd, backlog);
  }

  @Override
  public int accept(
      MemorySegment errno, int listener, MemorySegment address, MemorySegment length) {
    return flags == 0
        ? BsdCalls.accept(errno, listener, address, length)
        : BsdCalls.accept4(errno, listener, address, length, flags);
  }

  @Override
  public String acceptName() {
    return flags == 0 ? "accept" : "accept4";
  }

  @Override
  public int connect(MemorySegment errno, int fd, MemorySegment address, int bytes) {
    return BsdCalls.connect(errno, fd, address, bytes);
  }

  @Override
  public int shutdownOutput(MemorySegment errno, int fd) {
    return BsdCalls.shutdown(errno, fd, Sockets.SHUT_WR);
  }

  @Override
  public int getsockname(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
    return BsdCalls.getsockname(errno, fd, address, length);
  }

  @Override
  public int getpeername(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
    return BsdCalls.getpeername(errno, fd, address, length);
  }

  @Override
  public boolean has(SocketOption option) {
    return number(option) >= 0;
  }

  @Override
  public int getsockopt(
      MemorySegment errno, int fd, SocketOption option, MemorySegment value, MemorySegment length) {
    return BsdCalls.getsockopt(errno, fd, level(option), number(option), value, length);
  }

  @Override
  public int setsockopt(MemorySegment errno, int fd, SocketOption option, MemorySegment value) {
    int bytes = (int) value.byteSize();
    return BsdCalls.setsockopt(errno, fd, level(option), number(option), value, bytes);
  }

  @Override
  public boolean hasNoSignalOption() {
    return HAS_NO_SIGNAL_OPTION;
  }

  @Override
  public long recv(MemorySegment errno, int fd, long address, long length) {
    return BsdCalls.recv(errno, fd, address, length, 0);
  }

  @Override
  public long send(MemorySegment errno, int fd, long address, long length) {
    return BsdCalls.send(errno, fd, address, length, NO_SIGNAL);
  }

  @Override
  public long sendmsg(MemorySegment errno, int fd, MemorySegment message) {
    return BsdCalls.sendmsg(errno, fd, message, NO_SIGNAL);
  }

  @Override
  public int close(MemorySegment errno, int fd) {
    return BsdCalls.close(errno, fd);
  }

  private static int level(SocketOption option) {
    return switch (option) {
      case TCP_NODELAY -> Sockets.IPPROTO_TCP;
      case IPV6_V6ONLY -> Sockets.IPPROTO_IPV6;
      default -> Sockets.SOL_SOCKET;
    };
  }

  private static int number(SocketOption option) {
    return switch (option) {
      case SO_ERROR -> Sockets.SO_ERROR;
      case SO_REUSEADDR -> Sockets.SO_REUSEADDR;
      case SO_REUSEPORT -> REUSE_PORT;
      case SO_KEEPALIVE -> Sockets.SO_KEEPALIVE;
      case SO_LINGER -> LINGER;
      case SO_SNDBUF -> Sockets.SO_SNDBUF;
      case SO_RCVBUF -> Sockets.SO_RCVBUF;
      case SO_NOSIGPIPE -> Sockets.SO_NOSIGPIPE;
      case TCP_NODELAY -> Sockets.TCP_NODELAY;
      case IPV6_V6ONLY -> Sockets.IPV6_V6ONLY;
      default -> -1;
    };
  }
}
