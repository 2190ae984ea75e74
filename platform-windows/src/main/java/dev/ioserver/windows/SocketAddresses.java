package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ioserver.bindings.windows.SockAddr;
import dev.ioserver.bindings.windows.Sockets;
import dev.ioserver.bindings.windows.WinsockCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Turns addresses of Java into those of Winsock and back. Holds the memory for one address at a
 * time.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class SocketAddresses {

  /** The bytes before the IPv4 address in one of the form ::ffff:127.0.0.1. */
  private static final int MAPPED_PREFIX = 12;

  private static final int LOOPBACK_NET = 127;

  private final MemorySegment error;
  private final MemorySegment address;
  private final MemorySegment length;

  SocketAddresses(Arena arena, MemorySegment error) {
    this.error = error;
    this.address = arena.allocate(SockAddr.LAYOUT);
    this.length = arena.allocate(JAVA_INT);
  }

  /**
   * The family of the socket that an address needs. An IPv4 address gets an IPv4 socket, even
   * though an IPv6 one could reach it: it then works where IPv6 is switched off, and firewalls and
   * tools see what was asked for.
   */
  static int family(InetSocketAddress address) {
    return isInet6(address) ? Sockets.AF_INET6 : Sockets.AF_INET;
  }

  /** Whether an address is one of IPv6. Java makes no IPv6 address of an IPv4-mapped one. */
  static boolean isInet6(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address;
  }

  /** Whether it is the IPv4 wildcard: every address of this host. */
  static boolean isEvery(InetSocketAddress address) {
    return address.getAddress() instanceof Inet4Address host
        && host.isAnyLocalAddress()
        && !Boolean.getBoolean("java.net.preferIPv4Stack");
  }

  /** Whether it is of this machine alone; also an IPv4 one that is written as one of IPv6. */
  static boolean isLoopback(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (host.isLoopbackAddress() || !(host instanceof Inet6Address)) {
      return host.isLoopbackAddress();
    }
    byte[] bytes = host.getAddress();
    boolean mapped = bytes[MAPPED_PREFIX - 2] == -1 && bytes[MAPPED_PREFIX - 1] == -1;
    for (int i = 0; i < MAPPED_PREFIX - 2; i++) {
      mapped &= bytes[i] == 0;
    }
    return mapped && bytes[MAPPED_PREFIX] == LOOPBACK_NET;
  }

  /** The IPv6 wildcard, which takes IPv4 too, with the same port. */
  static InetSocketAddress everyOfBoth(InetSocketAddress address) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[16]), address.getPort());
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of 16 bytes", e);
    }
  }

  /** The IPv4 wildcard, with the same port. */
  static InetSocketAddress everyOfInet4(InetSocketAddress address) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[4]), address.getPort());
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of 4 bytes", e);
    }
  }

  /**
   * {@code accept}, which brings the peer's address along.
   *
   * @return a socket, or a code, negated
   */
  long accept(long listener) {
    makeRoom();
    // The family of none: where the system brings no address along, that of before must not stay.
    address.set(JAVA_SHORT, 0, (short) 0);
    return WinsockCalls.accept(error, listener, address, length);
  }

  /** The peer of the connection that was accepted last; null if the system has forgotten it. */
  @Nullable InetSocketAddress accepted() {
    return read();
  }

  /** {@code bind}. */
  int bind(long socket, InetSocketAddress local) {
    int bytes = write(local);
    return WinsockCalls.bind(error, socket, address, bytes);
  }

  /** {@code connect}. */
  int connect(long socket, InetSocketAddress remote) {
    int bytes = write(remote);
    return WinsockCalls.connect(error, socket, address, bytes);
  }

  /** {@code connect} to nobody, which takes the connection of a datagram socket away. */
  int disconnect(long socket) {
    int bytes = SockAddr.setNone(address);
    return WinsockCalls.connect(error, socket, address, bytes);
  }

  /** {@code getsockname}: the local address, or null if it cannot be had. */
  @Nullable InetSocketAddress local(long socket) {
    makeRoom();
    return WinsockCalls.getsockname(error, socket, address, length) < 0 ? null : read();
  }

  /** {@code getpeername} for its result alone: 0, or -WSAENOTCONN where there is no connection. */
  int peer(long socket) {
    makeRoom();
    return WinsockCalls.getpeername(error, socket, address, length);
  }

  /** Winsock reads from this how much room there is, and writes what it took. */
  private void makeRoom() {
    length.set(JAVA_INT, 0, (int) SockAddr.LAYOUT.byteSize());
  }

  /** Makes an address of Winsock, and returns the bytes it takes. */
  int write(InetSocketAddress from) {
    InetAddress host = from.getAddress();
    return host instanceof Inet6Address inet6
        ? SockAddr.setInet6(address, inet6.getAddress(), from.getPort(), inet6.getScopeId())
        : SockAddr.setInet4(address, host.getAddress(), from.getPort());
  }

  /** Makes an address of Java; null if it is of another family. */
  @Nullable InetSocketAddress read() {
    int family = SockAddr.family(address);
    if (family != Sockets.AF_INET && family != Sockets.AF_INET6) {
      return null;
    }
    return new InetSocketAddress(host(), SockAddr.port(address));
  }

  private InetAddress host() {
    byte[] bytes = SockAddr.host(address);
    int scope = SockAddr.scopeId(address);
    try {
      // Without a scope, getByAddress also makes an Inet4Address of an IPv4-mapped one, which is
      // what
      // an IPv4 peer of a dual-stack listener is to everybody above.
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + bytes.length + " bytes", e);
    }
  }
}
