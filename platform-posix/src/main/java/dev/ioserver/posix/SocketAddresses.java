package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns addresses of Java into those of the kernel and back, {@code struct sockaddr_in} and {@code
 * sockaddr_in6}, and with {@link UnixAddresses} {@code sockaddr_un}. Holds the memory for one
 * address at a time.
 *
 * <p>Thread-safety: one thread at a time.
 */
public final class SocketAddresses {

  private final MemorySegment errno;
  private final MemorySegment address;
  private final MemorySegment length;

  /** The host that was made last, and its bytes. */
  private @Nullable InetAddress lastHost;

  private byte[] lastBytes = new byte[0];

  /** Allocates what is needed. */
  public SocketAddresses(Arena arena, MemorySegment errno) {
    this.errno = errno;
    this.address = arena.allocate(SockAddr.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
  }

  /** The family of the socket that an address needs, or {@link Sockets#ABSENT}. */
  static int family(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      return isInet6(inet) ? Sockets.AF_INET6 : Sockets.AF_INET;
    }
    return UnixAddresses.isUnix(address) ? Sockets.AF_UNIX : Sockets.ABSENT;
  }

  /**
   * Whether an address is one of IPv6. Java makes no IPv6 address of an IPv4-mapped one.
   *
   * <p>An IPv4 address gets an IPv4 socket, even though an IPv6 one could reach it: it then works
   * where IPv6 is switched off, and firewalls and tools see what was asked for.
   */
  static boolean isInet6(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address;
  }

  /** Whether it is the IPv4 wildcard: every address of this host. */
  static boolean isEvery(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address host
        && host.isAnyLocalAddress()
        && !Boolean.getBoolean("java.net.preferIPv4Stack");
  }

  /** The IPv6 wildcard, which takes IPv4 too, with the same port. */
  static InetSocketAddress everyOfBoth(InetSocketAddress address) {
    return every(16, address);
  }

  /** The IPv4 wildcard with the same port. */
  static InetSocketAddress everyOfInet4(InetSocketAddress address) {
    return every(4, address);
  }

  private static InetSocketAddress every(int bytes, InetSocketAddress address) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[bytes]), address.getPort());
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + bytes + " bytes", e);
    }
  }

  /**
   * {@code accept(2)}, which brings the peer's address along.
   *
   * @return a descriptor, or a code, negated
   */
  int accept(SocketCalls calls, int listener) {
    makeRoom();
    return calls.accept(errno, listener, address, length);
  }

  /**
   * The peer of the connection that was accepted last; null if the system has forgotten it. BSD
   * hands out a connection that is reset already, with an address of no family or of no length.
   */
  @Nullable SocketAddress accepted() {
    // Of no length, the memory still holds the peer before.
    return length.get(JAVA_INT, 0) == 0 ? null : readAny();
  }

  /** {@code bind(2)}. */
  int bind(int fd, SocketAddress local) {
    int bytes = writeAny(local);
    return bytes < 0 ? bytes : PosixCalls.bind(errno, fd, address, bytes);
  }

  /** {@code bind(2)} of a Unix socket to a name that Linux chooses: an address of no name. */
  int bindToAnyName(int fd) {
    return PosixCalls.bind(errno, fd, address, SockAddr.setNoUnixName(address));
  }

  /** {@code connect(2)}. */
  int connect(int fd, SocketAddress remote) {
    int bytes = writeAny(remote);
    return bytes < 0 ? bytes : PosixCalls.connect(errno, fd, address, bytes);
  }

  /**
   * Takes the connection of a datagram socket away: {@code connect(2)} to an address of no family.
   * Linux takes the port away too if it had chosen it itself; the socket gets it again.
   *
   * @return 0, or what a call failed with
   */
  int disconnect(int fd) {
    int port = port(fd);
    SockAddr.setNone(address);
    int result = PosixCalls.connect(errno, fd, address, SockAddr.INET4_BYTES);
    if (port <= 0 || port(fd) != 0) {
      return result;
    }
    SockAddr.setPort(address, port);
    return PosixCalls.bind(errno, fd, address, length.get(JAVA_INT, 0));
  }

  /** The local port, 0 if there is none; below 0 if that cannot be said. Leaves the address. */
  private int port(int fd) {
    makeRoom();
    int result = PosixCalls.getsockname(errno, fd, address, length);
    return result < 0 ? result : SockAddr.port(address);
  }

  /** {@code getsockname(2)}: the local address, or null if it cannot be had. */
  @Nullable SocketAddress local(int fd) {
    makeRoom();
    return PosixCalls.getsockname(errno, fd, address, length) < 0 ? null : readAny();
  }

  /** {@code getpeername(2)} for its result alone: 0, or -ENOTCONN where there is no connection. */
  int peer(int fd) {
    makeRoom();
    return PosixCalls.getpeername(errno, fd, address, length);
  }

  /** The kernel reads from this how much room there is, and writes what it took. */
  private void makeRoom() {
    length.set(JAVA_INT, 0, (int) address.byteSize());
  }

  /** Makes an address of the kernel, and returns the bytes it takes, or a code, negated. */
  private int writeAny(SocketAddress from) {
    return from instanceof InetSocketAddress inet
        ? write(inet)
        : UnixAddresses.write(address, from);
  }

  /** Makes an address of Java; null if it is of a family that Java does not have. */
  private @Nullable SocketAddress readAny() {
    return SockAddr.isUnix(address) ? UnixAddresses.read(address, length.get(JAVA_INT, 0)) : read();
  }

  /** Makes an address of the kernel, and returns the bytes it takes. */
  public int write(InetSocketAddress from) {
    InetAddress host = from.getAddress();
    return host instanceof Inet6Address inet6
        ? SockAddr.setInet6(address, inet6.getAddress(), from.getPort(), inet6.getScopeId())
        : SockAddr.setInet4(address, host.getAddress(), from.getPort());
  }

  /** Makes an address of Java; null if it is of another family. */
  public @Nullable InetSocketAddress read() {
    return SockAddr.isInternet(address)
        ? new InetSocketAddress(host(), SockAddr.port(address))
        : null;
  }

  /** The host, the same object as the last time if it is the same: connections share it. */
  private InetAddress host() {
    byte[] bytes = SockAddr.host(address);
    int scope = SockAddr.scopeId(address);
    InetAddress before = lastHost;
    if (before != null && scope == 0 && Arrays.equals(bytes, lastBytes)) {
      return before;
    }
    InetAddress host = host(bytes, scope);
    lastBytes = bytes;
    lastHost = scope == 0 ? host : null;
    return host;
  }

  private static InetAddress host(byte[] bytes, int scope) {
    try {
      // Without a scope, getByAddress also makes an Inet4Address of an IPv4-mapped one, which is
      // what an IPv4 peer of a dual-stack listener is to everybody above.
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + bytes.length + " bytes", e);
    }
  }
}
