package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets and reads the options for what is sent to groups: each has a name in Java, and in C one for
 * IPv4 and one for IPv6. On an IPv6 socket both are set, since it may send to IPv4 groups too where
 * the system lets it; only the outcome of its own family counts.
 *
 * <p>Thread-safety: one thread at a time.
 */
final class MulticastOptions {

  private static final Set<String> NAMES =
      Set.of("IP_MULTICAST_IF", "IP_MULTICAST_TTL", "IP_MULTICAST_LOOP");

  /** {@code struct ip_mreqn}: a group, an address of the interface, its index. */
  private static final int INTERFACE_BYTES = 12;

  private static final int INTERFACE_ADDRESS = 4;
  private static final int INTERFACE_INDEX = 8;

  private final MemorySegment errno;
  private final MemorySegment address;
  private final MemorySegment request;
  private final MemorySegment number;
  private final MemorySegment length;
  private final int eaddrnotavail;

  MulticastOptions(Arena arena, MemorySegment errno, PosixErrorCodes codes) {
    this.errno = errno;
    this.address = arena.allocate(SockAddr.LAYOUT);
    this.request = arena.allocate(INTERFACE_BYTES, Integer.BYTES);
    this.number = arena.allocate(JAVA_INT);
    this.length = arena.allocate(JAVA_INT);
    this.eaddrnotavail = codes.number("EADDRNOTAVAIL");
  }

  /** Whether an option is one of these. */
  static boolean has(String name) {
    return name.startsWith("IP_M") && NAMES.contains(name);
  }

  /**
   * Sets one.
   *
   * @return 0, or a code, negated
   */
  int set(int fd, String name, Object value) {
    int family = family(fd);
    if (family < 0) {
      return family;
    }
    boolean inet6 = family == Sockets.AF_INET6;
    if (value instanceof NetworkInterface on) {
      int inet4 = setInterface4(fd, on);
      return inet6
          ? setNumber(fd, Sockets.IPPROTO_IPV6, Datagrams.IPV6_MULTICAST_IF, on.getIndex())
          : inet4;
    }
    int plain = value instanceof Boolean on ? (on ? 1 : 0) : (Integer) value;
    int inet4 = setNumber(fd, Sockets.IPPROTO_IP, number(name, false), plain);
    return inet6 ? setNumber(fd, Sockets.IPPROTO_IPV6, number(name, true), plain) : inet4;
  }

  /**
   * Reads one into an array of one element; no element means that no interface was chosen.
   *
   * @return 0, or a code, negated
   */
  int get(int fd, String name, Class<?> type, @Nullable Object[] found) {
    int family = family(fd);
    if (family < 0) {
      return family;
    }
    boolean inet6 = family == Sockets.AF_INET6;
    int level = inet6 ? Sockets.IPPROTO_IPV6 : Sockets.IPPROTO_IP;
    number.set(JAVA_INT, 0, 0);
    length.set(JAVA_INT, 0, Integer.BYTES);
    int result = PosixCalls.getsockopt(errno, fd, level, number(name, inet6), number, length);
    if (result < 0) {
      return result;
    }
    // The C of some systems has an unsigned char for what is an int on others.
    int plain =
        length.get(JAVA_INT, 0) == 1
            ? Byte.toUnsignedInt(number.get(ValueLayout.JAVA_BYTE, 0))
            : number.get(JAVA_INT, 0);
    if (!name.equals("IP_MULTICAST_IF")) {
      found[0] = type == Boolean.class ? (Object) (plain != 0) : (Object) plain;
      return 0;
    }
    try {
      found[0] = plain == 0 ? null : inet6 ? NetworkInterface.getByIndex(plain) : byAddress();
      return 0;
    } catch (SocketException | UnknownHostException e) {
      return -eaddrnotavail;
    }
  }

  private @Nullable NetworkInterface byAddress() throws SocketException, UnknownHostException {
    return NetworkInterface.getByInetAddress(
        InetAddress.getByAddress(number.toArray(ValueLayout.JAVA_BYTE)));
  }

  /** The index decides; the address is what the kernel tells when it is asked. */
  private int setInterface4(int fd, NetworkInterface on) {
    request.fill((byte) 0);
    for (InetAddress each : Collections.list(on.getInetAddresses())) {
      if (each instanceof Inet4Address) {
        MemorySegment.copy(
            each.getAddress(), 0, request, ValueLayout.JAVA_BYTE, INTERFACE_ADDRESS, Integer.BYTES);
        break;
      }
    }
    request.set(JAVA_INT, INTERFACE_INDEX, on.getIndex());
    return PosixCalls.setsockopt(
        errno, fd, Sockets.IPPROTO_IP, Datagrams.IP_MULTICAST_IF, request, INTERFACE_BYTES);
  }

  private int setNumber(int fd, int level, int option, int value) {
    number.set(JAVA_INT, 0, value);
    return PosixCalls.setsockopt(errno, fd, level, option, number, Integer.BYTES);
  }

  /** The family of a socket: its local address has it, bound or not. Or a code, negated. */
  private int family(int fd) {
    length.set(JAVA_INT, 0, (int) address.byteSize());
    int result = PosixCalls.getsockname(errno, fd, address, length);
    return result < 0 ? result : SockAddr.family(address);
  }

  private static int number(String name, boolean inet6) {
    return switch (name) {
      case "IP_MULTICAST_IF" -> inet6 ? Datagrams.IPV6_MULTICAST_IF : Datagrams.IP_MULTICAST_IF;
      case "IP_MULTICAST_TTL" -> inet6 ? Datagrams.IPV6_MULTICAST_HOPS : Datagrams.IP_MULTICAST_TTL;
      default -> inet6 ? Datagrams.IPV6_MULTICAST_LOOP : Datagrams.IP_MULTICAST_LOOP;
    };
  }
}
