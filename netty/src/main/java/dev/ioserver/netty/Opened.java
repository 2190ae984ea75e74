package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are opened for a channel before anybody knows where they go.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class Opened {

  private static final int INET4_BYTES = 4;

  /** Names the family, and no socket. */
  private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private Opened() {}

  /** Whether a channel of that family is of IPv6; null is both, where there is both. */
  static boolean isInet6(@Nullable SocketProtocolFamily family) {
    if (family == null) {
      return ControlCalls.isInet6();
    }
    return switch (family) {
      case INET -> false;
      case INET6 -> true;
      case UNIX ->
          throw new UnsupportedOperationException(
              "channels of the family "
                  + family
                  + " are IoServerDomainSocketChannel and IoServerServerDomainSocketChannel");
    };
  }

  /**
   * Opens a socket that is going to connect.
   *
   * @throws ChannelException if the system refuses
   * @throws UnsatisfiedLinkError if the transport cannot run here
   */
  static SocketDescriptor socket(boolean inet6, SocketOptions options) {
    return opened(calls -> calls.open(every(inet6), null, forFamily(inet6).plus(options)));
  }

  /** Opens a socket that is going to listen, as {@link #socket} does. */
  static SocketDescriptor listener(boolean inet6, SocketOptions options) {
    return opened(calls -> calls.openListener(every(inet6), forFamily(inet6).plus(options)));
  }

  /** Opens a Unix socket that is going to connect, as {@link #socket} does. */
  static SocketDescriptor unixSocket() {
    return opened(calls -> calls.open(UNNAMED, null, SocketOptions.none()), Opened::noUnixSockets);
  }

  /** Opens a Unix socket that is going to listen, as {@link #socket} does. */
  static SocketDescriptor unixListener() {
    return opened(
        calls -> calls.openListener(UNNAMED, SocketOptions.none()), Opened::noUnixSockets);
  }

  /** Opens a datagram socket, as {@link #socket} does. */
  static SocketDescriptor datagramSocket(boolean inet6) {
    return opened(calls -> LoopDatagrams.of(calls).openUnbound(inet6, forFamily(inet6), Set.of()));
  }

  private static SocketDescriptor opened(ToLongFunction<DescriptorSockets> opening) {
    return opened(opening, () -> "this system has no sockets of that family");
  }

  /** As above; says why there is none, if there is none. */
  private static SocketDescriptor opened(
      ToLongFunction<DescriptorSockets> opening, Supplier<String> notSupported) {
    IoServerNetty.ensureAvailability();
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = calls.sockets();
      long descriptor = opening.applyAsLong(sockets);
      if (descriptor < 0) {
        IOException failure = Failures.known(sockets, (int) descriptor);
        throw new ChannelException(
            failure.getCause() instanceof SystemCallException cause
                    && cause.kind() == SystemCallException.Kind.NOT_SUPPORTED
                ? "a socket cannot be opened: " + notSupported.get()
                : "a socket cannot be opened",
            failure);
      }
      return new SocketDescriptor(descriptor);
    }
  }

  private static String noUnixSockets() {
    return "the "
        + IoServerNetty.engine()
        + " engine has no Unix sockets here; -Dioserver.engine=nio has them on Windows too, and TCP"
        + " on the loopback interface is everywhere";
  }

  private static SocketOptions forFamily(boolean inet6) {
    return inet6 ? ControlCalls.bothFamilies() : SocketOptions.none();
  }

  private static InetSocketAddress every(boolean inet6) {
    return inet6 ? MappedAddresses.every() : everyInet4();
  }

  private static InetSocketAddress everyInet4() {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[INET4_BYTES]), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address of " + INET4_BYTES + " bytes", e);
    }
  }
}
