package dev.ioserver.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.posix.Datagrams;
import dev.ioserver.bindings.posix.PosixCalls;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.bindings.posix.Sockets;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagram calls of a loop as far as POSIX systems share them: to open, to join, to leave. How
 * datagrams are received and sent is each system's own.
 *
 * <p>Thread-safety: one thread at a time.
 */
public abstract class PosixDatagrams implements DatagramSockets {

  private final PosixSockets sockets;
  private final MemorySegment errno;
  private final MemorySegment number;
  private final GroupCalls groups;

  /** The descriptors of Unix sockets, whose addresses and messages are others. */
  private final BitSet unix = new BitSet();

  private final int eafnosupport;
  private final int eagain;
  private final int eintr;
  private final int einval;
  private final int enoprotoopt;

  /**
   * Allocates what the calls need.
   *
   * @param sockets the other calls of the same loop
   */
  protected PosixDatagrams(PosixSockets sockets) {
    this.sockets = sockets;
    this.errno = sockets.errno();
    Arena arena = Arena.ofAuto();
    this.number = arena.allocate(JAVA_INT);
    this.groups = new GroupCalls(arena, errno);
    PosixErrorCodes codes = sockets.codes();
    this.eafnosupport = codes.number("EAFNOSUPPORT");
    this.eagain = codes.number("EAGAIN");
    this.eintr = codes.number("EINTR");
    this.einval = codes.number("EINVAL");
    this.enoprotoopt = codes.number("ENOPROTOOPT");
  }

  @Override
  public final long open(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions options,
      Set<Feature> wanted) {
    if (UnixAddresses.isUnix(local)) {
      return openUnix(local, remote, options, wanted);
    }
    if (!(local instanceof InetSocketAddress from)
        || (remote != null && !(remote instanceof InetSocketAddress))) {
      return noted("socket", -eafnosupport);
    }
    InetSocketAddress bound = ofFamily(from, (InetSocketAddress) remote);
    int fd = (int) openUnbound(SocketAddresses.isInet6(bound), options, wanted);
    if (fd < 0) {
      return fd;
    }
    int result = sockets.bind(fd, bound);
    if (result >= 0 && remote != null) {
      result = sockets.connect(fd, remote);
    }
    return sockets.openedOrClosed(fd, result);
  }

  private long openUnix(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions options,
      Set<Feature> wanted) {
    if (remote != null && !UnixAddresses.isUnix(remote)) {
      return noted("connect", -eafnosupport);
    }
    if (!wanted.isEmpty()) {
      return notHere(wanted.iterator().next().name());
    }
    int fd = sockets.datagramSocket(Sockets.AF_UNIX);
    if (fd < 0) {
      return fd;
    }
    try {
      unix.set(fd);
      int result = sockets.setAll(fd, Sockets.AF_UNIX, options);
      if (result >= 0) {
        result = prepare(fd, false);
      }
      if (result >= 0) {
        result = bindUnix(fd, local);
      }
      if (result >= 0 && remote != null) {
        result = sockets.connect(fd, remote);
      }
      return sockets.openedOrClosed(fd, result);
    } catch (RuntimeException | Error e) {
      sockets.close(fd);
      throw e;
    }
  }

  /** Without a name it gets one where the system chooses names, and else none. */
  private int bindUnix(int fd, SocketAddress local) {
    if (!isUnnamed(local)) {
      return sockets.bind(fd, local);
    }
    return SockAddr.HAS_UNIX_NAMES ? sockets.bindToAnyName(fd) : 0;
  }

  private static boolean isUnnamed(SocketAddress local) {
    return local instanceof UnixDomainSocketAddress path && path.getPath().toString().isEmpty();
  }

  /** Whether a descriptor is that of a Unix socket. */
  protected final boolean isUnix(long descriptor) {
    return descriptor >= 0 && unix.get((int) descriptor);
  }

  @Override
  public final long openUnbound(boolean inet6, SocketOptions options, Set<Feature> wanted) {
    int fd = sockets.datagramSocket(inet6 ? Sockets.AF_INET6 : Sockets.AF_INET);
    if (fd < 0) {
      return fd;
    }
    unix.clear(fd);
    try {
      int result = sockets.setAll(fd, inet6 ? Sockets.AF_INET6 : Sockets.AF_INET, options);
      if (result >= 0) {
        result = sockets.prepare(fd);
      }
      if (result >= 0) {
        result = prepare(fd, inet6);
      }
      if (result >= 0) {
        result = want(fd, inet6, wanted);
      }
      return sockets.openedOrClosed(fd, result);
    } catch (RuntimeException | Error e) {
      sockets.close(fd);
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>BSD says that there is no such address, and disconnects all the same.
   */
  @Override
  public final int disconnect(long descriptor) {
    int result = sockets.disconnect((int) descriptor);
    return result == -eafnosupport || result == -einval ? 0 : noted("connect", result);
  }

  @Override
  public final int join(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return noted(GroupCalls.name(true, source), groups.join((int) descriptor, group, on, source));
  }

  @Override
  public final int leave(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return noted(GroupCalls.name(false, source), groups.leave((int) descriptor, group, on, source));
  }

  /**
   * Sets what every datagram socket has on this system, before it is bound. Others' groups are not
   * for this socket: Linux has to be told (IP_MULTICAST_ALL), of IPv6 since 4.20.
   *
   * @return 0 or more, or a code, negated and noted
   */
  protected int prepare(int fd, boolean inet6) {
    if (isUnix(fd)) {
      return 0;
    }
    trySet(fd, Sockets.IPPROTO_IP, Datagrams.IP_MULTICAST_ALL, 0);
    if (inet6) {
      trySet(fd, Sockets.IPPROTO_IPV6, Datagrams.IPV6_MULTICAST_ALL, 0);
    }
    return 0;
  }

  /**
   * Switches a feature on that costs something.
   *
   * @return 0 or more, or a code, negated and noted
   */
  protected abstract int want(int fd, boolean inet6, Feature feature);

  /** Where the calls of this object let errno go. */
  protected final MemorySegment errno() {
    return errno;
  }

  /** Sets an option that is an int, and notes its name if that fails. */
  protected final int set(int fd, int level, int option, int value, String call) {
    return noted(call, trySet(fd, level, option, value));
  }

  /** Sets an option that is an int, and notes nothing: for what a system may lack. */
  protected final int trySet(int fd, int level, int option, int value) {
    if (option == Sockets.ABSENT) {
      return -enoprotoopt;
    }
    number.set(JAVA_INT, 0, value);
    return PosixCalls.setsockopt(errno, fd, level, option, number, Integer.BYTES);
  }

  /** The code, negated, of a feature or an option that there is none of here. */
  protected final int notHere(String call) {
    return noted(call, -enoprotoopt);
  }

  /** The code, negated, of an address that is of no family that can be used here. */
  private int wrongFamily() {
    return noted("sendmsg", -eafnosupport);
  }

  /** The code, negated, of an address that no socket of the descriptor's family can have. */
  protected final int wrongName(long descriptor, int code) {
    return isUnix(descriptor) ? noted("sendmsg", code) : wrongFamily();
  }

  /** Whether a call was interrupted by a signal, and is to be made again. */
  protected final boolean isInterrupted(long result) {
    return result == -eintr;
  }

  /** What a call for data hands on. */
  protected final int transferred(String call, int result) {
    if (result >= 0) {
      return result;
    }
    return result == -eagain ? ErrorCodes.WOULD_BLOCK : noted(call, result);
  }

  /** Notes which call it was, if it failed. */
  protected final int noted(String call, int result) {
    return sockets.noted(call, result);
  }

  private int want(int fd, boolean inet6, Set<Feature> wanted) {
    int result = 0;
    for (Feature each : wanted) {
      if (result >= 0) {
        result = want(fd, inet6, each);
      }
    }
    return result;
  }

  /** The local address, with the wildcard as that of the family that it is connected to. */
  private static InetSocketAddress ofFamily(
      InetSocketAddress local, @Nullable InetSocketAddress remote) {
    if (remote == null
        || SocketAddresses.isInet6(remote) == SocketAddresses.isInet6(local)
        || !local.getAddress().isAnyLocalAddress()) {
      return local;
    }
    return remote.getAddress() instanceof Inet6Address
        ? SocketAddresses.everyOfBoth(local)
        : SocketAddresses.everyOfInet4(local);
  }
}
