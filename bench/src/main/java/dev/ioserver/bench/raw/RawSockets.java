package dev.ioserver.bench.raw;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Socket calls with nothing above them, on IPv4 and to Unix sockets.
 *
 * <p>Thread-safety: one thread at a time.
 */
public final class RawSockets {

  private final MemorySegment errno;
  private final MemorySegment address;
  private final MemorySegment length;
  private final MemorySegment flag;

  /** The memory that the calls need. */
  public RawSockets() {
    Arena arena = Arena.ofAuto();
    errno = PosixCalls.newErrnoSegment(arena);
    address = arena.allocate(SockAddr.LAYOUT);
    length = arena.allocate(ValueLayout.JAVA_INT);
    flag = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
  }

  /** A connected socket: of TCP, with TCP_NODELAY, or a Unix socket. */
  public int connect(SocketAddress remote) {
    if (remote instanceof UnixDomainSocketAddress unix) {
      byte[] path = unix.toString().getBytes(StandardCharsets.UTF_8);
      return connect(Sockets.AF_UNIX, SockAddr.setUnixPath(address, path));
    }
    InetSocketAddress inet = (InetSocketAddress) remote;
    byte[] host = inet.getAddress().getAddress();
    int fd = connect(Sockets.AF_INET, SockAddr.setInet4(address, host, inet.getPort()));
    noDelay(fd);
    return fd;
  }

  private int connect(int family, int size) {
    int fd = socket(family, Sockets.SOCK_STREAM);
    checked("connect", PosixCalls.connect(errno, fd, address, size));
    return fd;
  }

  /** Sets TCP_NODELAY. */
  public void noDelay(int fd) {
    checked(
        "setsockopt",
        PosixCalls.setsockopt(
            errno,
            fd,
            Sockets.IPPROTO_TCP,
            Sockets.TCP_NODELAY,
            flag,
            (int) ValueLayout.JAVA_INT.byteSize()));
  }

  /** A listening socket at a port that the system chose. */
  public int listen() {
    int fd = socket(Sockets.AF_INET, Sockets.SOCK_STREAM);
    bindLoopback(fd);
    checked("listen", PosixCalls.listen(errno, fd, Sockets.SOMAXCONN));
    return fd;
  }

  /** The port of a bound socket. */
  public int port(int fd) {
    length.set(ValueLayout.JAVA_INT, 0, (int) SockAddr.LAYOUT.byteSize());
    checked("getsockname", PosixCalls.getsockname(errno, fd, address, length));
    return SockAddr.port(address);
  }

  /** The next connection; -1 if there is none, on a listener that does not block. */
  public int accept(int listener) {
    int fd =
        PosixCalls.accept4(
            errno,
            listener,
            MemorySegment.NULL,
            MemorySegment.NULL,
            Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC);
    return fd == -Errno.EAGAIN ? -1 : checked("accept4", fd);
  }

  /** A datagram socket on loopback that is connected to itself. */
  public int datagram() {
    int fd = socket(Sockets.AF_INET, Sockets.SOCK_DGRAM);
    bindLoopback(fd);
    int port = port(fd);
    int size = SockAddr.setInet4(address, loopback(), port);
    checked("connect", PosixCalls.connect(errno, fd, address, size));
    return fd;
  }

  /** How many bytes were read; 0 at the end; -1 if there is none now. */
  public int receive(int fd, MemorySegment buffer, long size) {
    return transferred("recv", PosixCalls.recv(errno, fd, buffer, size, Sockets.MSG_DONTWAIT));
  }

  /** How many bytes were written; -1 if there is no room now. */
  public int send(int fd, MemorySegment buffer, long size) {
    return transferred(
        "send",
        PosixCalls.send(errno, fd, buffer, size, Sockets.MSG_NOSIGNAL | Sockets.MSG_DONTWAIT));
  }

  /** Closes a descriptor. */
  public void close(int fd) {
    PosixCalls.close(errno, fd);
  }

  private int socket(int family, int type) {
    return checked("socket", PosixCalls.socket(errno, family, type | Sockets.SOCK_CLOEXEC, 0));
  }

  private void bindLoopback(int fd) {
    int size = SockAddr.setInet4(address, loopback(), 0);
    checked("bind", PosixCalls.bind(errno, fd, address, size));
  }

  private static byte[] loopback() {
    byte[] host = InetAddress.getLoopbackAddress().getAddress();
    return host.length == 4 ? host : new byte[] {127, 0, 0, 1};
  }

  private static int transferred(String call, long result) {
    return result == -Errno.EAGAIN ? -1 : checked(call, (int) result);
  }

  static int checked(String call, int result) {
    if (result < 0) {
      throw new IllegalStateException(call + " failed: " + Errno.name(-result));
    }
    return result;
  }
}
