package dev.ioserver.linux;

import dev.ioserver.bindings.linux.LinuxCalls;
import dev.ioserver.bindings.linux.Sockets;
import dev.ioserver.posix.PosixCalls;
import dev.ioserver.posix.SocketOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The socket calls with the numbers of Linux: {@code socket(7)}, {@code ip(7)}, {@code ipv6(7)},
 * {@code tcp(7)}.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class LinuxSocketCalls extends PosixCalls {

  private static final int NONBLOCK_CLOEXEC = Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;

  @Override
  public MemorySegment newErrnoSegment(Arena arena) {
    return LinuxCalls.newErrnoSegment(arena);
  }

  @Override
  public int socket(MemorySegment errno, boolean inet6) {
    int family = inet6 ? Sockets.AF_INET6 : Sockets.AF_INET;
    return LinuxCalls.socket(errno, family, Sockets.SOCK_STREAM | NONBLOCK_CLOEXEC, 0);
  }

  @Override
  public int bind(MemorySegment errno, int fd, MemorySegment address, int bytes) {
    return LinuxCalls.bind(errno, fd, address, bytes);
  }

  @Override
  public int listen(MemorySegment errno, int fd, int backlog) {
    return LinuxCalls.listen(errno, fd, backlog);
  }

  /** {@code accept4(2)}: an accepted socket does not inherit the flags of the listener. */
  @Override
  public int accept(
      MemorySegment errno, int listener, MemorySegment address, MemorySegment length) {
    return LinuxCalls.accept4(errno, listener, address, length, NONBLOCK_CLOEXEC);
  }

  @Override
  public String acceptName() {
    return "accept4";
  }

  @Override
  public int connect(MemorySegment errno, int fd, MemorySegment address, int bytes) {
    return LinuxCalls.connect(errno, fd, address, bytes);
  }

  @Override
  public int shutdownOutput(MemorySegment errno, int fd) {
    return LinuxCalls.shutdown(errno, fd, Sockets.SHUT_WR);
  }

  @Override
  public int getsockname(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
    return LinuxCalls.getsockname(errno, fd, address, length);
  }

  @Override
  public int getpeername(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
    return LinuxCalls.getpeername(errno, fd, address, length);
  }

  @Override
  public boolean has(SocketOption option) {
    return number(option) >= 0;
  }

  @Override
  public int getsockopt(
      MemorySegment errno, int fd, SocketOption option, MemorySegment value, MemorySegment length) {
    return LinuxCalls.getsockopt(errno, fd, level(option), number(option), value, length);
  }

  @Override
  public int setsockopt(MemorySegment errno, int fd, SocketOption option, MemorySegment value) {
    int bytes = (int) value.byteSize();
    return LinuxCalls.setsockopt(errno, fd, level(option), number(option), value, bytes);
  }

  @Override
  public boolean hasNoSignalOption() {
    return false;
  }

  @Override
  public long recv(MemorySegment errno, int fd, long address, long length) {
    return LinuxCalls.recv(errno, fd, address, length, 0);
  }

  @Override
  public long send(MemorySegment errno, int fd, long address, long length) {
    return LinuxCalls.send(errno, fd, address, length, Sockets.MSG_NOSIGNAL);
  }

  @Override
  public long sendmsg(MemorySegment errno, int fd, MemorySegment message) {
    return LinuxCalls.sendmsg(errno, fd, message, Sockets.MSG_NOSIGNAL);
  }

  @Override
  public int close(MemorySegment errno, int fd) {
    return LinuxCalls.close(errno, fd);
  }

  private static int level(SocketOption option) {
    return switch (option) {
      case TCP_NODELAY,
          TCP_QUICKACK,
          TCP_USER_TIMEOUT,
          TCP_KEEPIDLE,
          TCP_KEEPINTERVAL,
          TCP_KEEPCOUNT ->
          Sockets.IPPROTO_TCP;
      case IP_TOS -> Sockets.IPPROTO_IP;
      case IPV6_V6ONLY -> Sockets.IPPROTO_IPV6;
      default -> Sockets.SOL_SOCKET;
    };
  }

  private static int number(SocketOption option) {
    return switch (option) {
      case SO_ERROR -> Sockets.SO_ERROR;
      case SO_REUSEADDR -> Sockets.SO_REUSEADDR;
      case SO_REUSEPORT -> Sockets.SO_REUSEPORT;
      case SO_KEEPALIVE -> Sockets.SO_KEEPALIVE;
      case SO_LINGER -> Sockets.SO_LINGER;
      case SO_SNDBUF -> Sockets.SO_SNDBUF;
      case SO_RCVBUF -> Sockets.SO_RCVBUF;
      case SO_NOSIGPIPE -> -1;
      case TCP_QUICKACK -> Sockets.TCP_QUICKACK;
      case TCP_USER_TIMEOUT -> Sockets.TCP_USER_TIMEOUT;
      case TCP_KEEPIDLE -> Sockets.TCP_KEEPIDLE;
      case TCP_KEEPINTERVAL -> Sockets.TCP_KEEPINTVL;
      case TCP_KEEPCOUNT -> Sockets.TCP_KEEPCNT;
      case IP_TOS -> 1;
      case SO_PRIORITY -> 12;
      case SO_INCOMING_CPU -> Sockets.SO_INCOMING_CPU;
      case SO_INCOMING_NAPI_ID -> Sockets.SO_INCOMING_NAPI_ID;
      case SO_BUSY_POLL -> Sockets.SO_BUSY_POLL;
      case TCP_NODELAY -> Sockets.TCP_NODELAY;
      case IPV6_V6ONLY -> Sockets.IPV6_V6ONLY;
    };
  }
}
