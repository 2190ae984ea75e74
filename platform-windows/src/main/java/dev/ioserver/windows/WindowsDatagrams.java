package dev.ioserver.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.windows.Datagrams;
import dev.ioserver.bindings.windows.WindowsErrors;
import dev.ioserver.bindings.windows.WinsockCalls;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagram calls of Windows, one datagram each.
 *
 * <p>Windows has the ICMP errors of a socket show as results of its receives. A connected socket
 * tells them. One that is not connected would tell of any of its destinations, and of which one it
 * could not say: there they are switched off (SIO_UDP_CONNRESET, SIO_UDP_NETRESET).
 *
 * <p>Thread-safety: one thread at a time.
 */
final class WindowsDatagrams implements DatagramSockets {

  private final WindowsSockets sockets;
  private final MemorySegment error;
  private final MemorySegment number;
  private final MemorySegment returned;
  private final DatagramFeatures features;
  private final DatagramTransfers transfers;
  private final DatagramOptionCalls options;
  private final GroupCalls groups;

  /**
   * Allocates what the calls need.
   *
   * @param sockets the other calls of the same loop
   * @param features by which calls datagrams come and go
   */
  WindowsDatagrams(WindowsSockets sockets, DatagramFeatures features) {
    this.sockets = sockets;
    this.features = features;
    this.error = sockets.error();
    Arena arena = Arena.ofAuto();
    this.number = arena.allocate(JAVA_INT);
    this.returned = arena.allocate(JAVA_INT);
    this.transfers = new DatagramTransfers(arena, error, features);
    this.options = new DatagramOptionCalls(arena, error, sockets.options());
    this.groups = new GroupCalls(arena, error);
  }

  @Override
  public Set<Feature> features() {
    return features.features();
  }

  @Override
  public long open(
      SocketAddress local,
      @Nullable SocketAddress remote,
      SocketOptions wantedOptions,
      Set<Feature> wanted) {
    if (!(local instanceof InetSocketAddress from)
        || (remote != null && !(remote instanceof InetSocketAddress))) {
      return noted("WSASocketW", -WindowsErrors.WSAEAFNOSUPPORT);
    }
    InetSocketAddress to = (InetSocketAddress) remote;
    InetSocketAddress bound = ofFamily(from, to);
    long socket = openUnbound(SocketAddresses.isInet6(bound), wantedOptions, wanted);
    if (socket < 0) {
      return socket;
    }
    int result = sockets.bind(socket, bound);
    if (result >= 0 && to != null) {
      result = sockets.connect(socket, to);
    }
    return openedOrClosed(socket, result);
  }

  @Override
  public long openUnbound(boolean isInet6, SocketOptions wantedOptions, Set<Feature> wanted) {
    long socket = sockets.datagramSocket(isInet6);
    if (socket < 0) {
      return socket;
    }
    OpenDatagrams.add(socket, isInet6);
    try {
      int result = options.all(socket, isInet6, wantedOptions);
      noted(options.lastCall(), result);
      if (result >= 0) {
        tellErrors(socket, false);
        result = want(socket, isInet6, wanted);
      }
      return openedOrClosed(socket, result);
    } catch (RuntimeException | Error e) {
      var _ = sockets.close(socket);
      throw e;
    }
  }

  @Override
  public int disconnect(long descriptor) {
    tellErrors(descriptor, false);
    return noted("connect", sockets.disconnect(descriptor));
  }

  @Override
  public int join(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return member(true, descriptor, group, on, source);
  }

  @Override
  public int leave(
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return member(false, descriptor, group, on, source);
  }

  @Override
  public int receive(long descriptor, DatagramBatch batch, int most) {
    int before = takeHeld(descriptor);
    if (before < 0) {
      return before;
    }
    for (int count = 0; count < most; count++) {
      int result = transfers.receive(descriptor, batch, count);
      if (result < 0) {
        int told = transferred(transfers.receiveCall(), result);
        return count == 0 ? told : hold(descriptor, told, count);
      }
    }
    return most;
  }

  @Override
  public int send(long descriptor, DatagramBatch batch, int first, int count) {
    boolean isInet6 = OpenDatagrams.isInet6(descriptor);
    for (int sent = 0; sent < count; sent++) {
      int result = transfers.send(descriptor, batch, first + sent, isInet6);
      if (result < 0) {
        // What failed is there still, and the next call meets it again.
        return sent == 0 ? transferred(transfers.sendCall(), result) : sent;
      }
    }
    return count;
  }

  /** Options that these sockets alone have. */
  DatagramOptionCalls options() {
    return options;
  }

  /** A socket of these will be connected: its errors are those of one destination then. */
  void connecting(long descriptor) {
    tellErrors(descriptor, true);
  }

  private int member(
      boolean joins,
      long descriptor,
      InetAddress group,
      @Nullable NetworkInterface on,
      @Nullable InetAddress source) {
    return noted(
        GroupCalls.name(joins, group, source), groups.member(joins, descriptor, group, on, source));
  }

  private int want(long socket, boolean isInet6, Set<Feature> wanted) {
    for (Feature each : wanted) {
      int result =
          each == Feature.LOCAL_ADDRESSES && features.receivesMessages()
              ? wantLocalAddresses(socket, isInet6)
              : noted(each.name(), -WindowsErrors.WSAENOPROTOOPT);
      if (result < 0) {
        return result;
      }
    }
    return 0;
  }

  /** A datagram of IPv4 that comes to a socket of IPv6 tells of itself as one of IPv4. */
  private int wantLocalAddresses(long socket, boolean isInet6) {
    int inet4 = switchOn(socket, Datagrams.IPPROTO_IP, Datagrams.IP_PKTINFO);
    if (!isInet6) {
      return noted("setsockopt(IP_PKTINFO)", inet4);
    }
    int level = dev.ioserver.bindings.windows.Sockets.IPPROTO_IPV6;
    return noted("setsockopt(IPV6_PKTINFO)", switchOn(socket, level, Datagrams.IPV6_PKTINFO));
  }

  private int switchOn(long socket, int level, int option) {
    number.set(JAVA_INT, 0, 1);
    return WinsockCalls.setsockopt(error, socket, level, option, number, Integer.BYTES);
  }

  /** A system that does not know a request does not tell these errors: its result says nothing. */
  private void tellErrors(long socket, boolean on) {
    tellErrors(socket, Datagrams.SIO_UDP_CONNRESET, on);
    tellErrors(socket, Datagrams.SIO_UDP_NETRESET, on);
  }

  private void tellErrors(long socket, int request, boolean on) {
    number.set(JAVA_INT, 0, on ? 1 : 0);
    WinsockCalls.wsaIoctl(
        error, socket, request, number, Integer.BYTES, MemorySegment.NULL, 0, returned);
  }

  /**
   * What a call for data hands on. That a peer has reset its connection is how Winsock puts it that
   * nobody is at the port of a datagram.
   */
  private int transferred(String call, int result) {
    if (result == -WindowsErrors.WSAEWOULDBLOCK) {
      return ErrorCodes.WOULD_BLOCK;
    }
    return noted(
        call,
        result == -WindowsErrors.WSAECONNRESET ? -WindowsErrors.ERROR_PORT_UNREACHABLE : result);
  }

  private int takeHeld(long descriptor) {
    int code = OpenDatagrams.takeHeld(descriptor);
    return code == 0 ? 0 : noted(transfers.receiveCall(), code);
  }

  private int hold(long descriptor, int result, int count) {
    if (result != ErrorCodes.WOULD_BLOCK) {
      OpenDatagrams.hold(descriptor, result);
    }
    return count;
  }

  private long openedOrClosed(long socket, int result) {
    if (result >= 0) {
      return socket;
    }
    String call = sockets.lastCall();
    var _ = sockets.close(socket);
    return noted(call, result);
  }

  private int noted(String call, int result) {
    return sockets.noted(call, result);
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
