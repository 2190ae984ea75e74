package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket over a Unix socket. Its datagrams are not lost on the way: a receiver that is
 * full holds its senders up.
 *
 * <p>A sender that is connected hears when its receiver has room again. One that is not connected
 * hears nothing: Linux says that such a socket is writable all the time, and BSD says so of any. So
 * it tries again after a pause, as often as it takes.
 *
 * <p>A connected socket whose peer is gone is connected no more. It connects again for the next
 * datagram: somebody else may be there by then, as with UDP.
 *
 * <p>Belongs to the transport's thread.
 */
final class UnixDatagrams extends ReadinessDatagrams {

  /** Short pauses in a row before they become longer ones. */
  private static final int SHORT_PAUSES = 20;

  private final @Nullable SocketAddress remote;

  /** The receiver of the first that is queued is full; nothing is sent until {@link #rested()}. */
  private boolean heldUp;

  /** How often in a row it was. */
  private int pauses;

  /** It was connected again for the first that is queued. */
  private boolean reconnected;

  UnixDatagrams(
      ReadinessTransport transport,
      DatagramCalls calls,
      long descriptor,
      SocketAddress local,
      DatagramSetup setup,
      DatagramHandler handler) {
    super(transport, calls, descriptor, local, setup, setup.room(), false, handler);
    this.remote = setup.remote();
  }

  @Override
  boolean canSend() {
    return !heldUp && super.canSend();
  }

  @Override
  void rested() {
    heldUp = false;
    super.rested();
  }

  @Override
  void taken() {
    pauses = 0;
    reconnected = false;
  }

  @Override
  void blocked() {
    if (remote == null) {
      holdUp();
    } else {
      super.blocked();
    }
  }

  @Override
  boolean goesOn(SystemCallException cause) {
    if (cause.kind() == Kind.NO_RESOURCES) {
      // What BSD says of a receiver that is full.
      holdUp();
      return true;
    }
    return switch (cause.kind()) {
      case CONNECTION_REFUSED, CONNECTION_RESET -> reconnect();
      default -> false;
    };
  }

  @Override
  boolean isOwnFault(SystemCallException cause) {
    // No such file: that of a receiver, and not of the port.
    return !cause.codeName().equals("ENOENT") && super.isOwnFault(cause);
  }

  @Override
  boolean tellsOfEarlier(SystemCallException cause) {
    // What a send meets is about what is sent.
    return false;
  }

  @Override
  SystemCallException named(
      SystemCallException cause, @Nullable SocketAddress destination, int length) {
    SocketAddress to = destination == null ? remote : destination;
    return UnixSockets.undelivered(cause, to, length, transport.errorCodes);
  }

  @Override
  public void member(
      boolean joins, InetAddress group, @Nullable NetworkInterface on, @Nullable InetAddress source)
      throws SystemCallException {
    throw UnixSockets.notSupported(
        joins ? "join" : "leave",
        group.getHostAddress() + ", " + detail(),
        "a Unix socket has no groups",
        "bind a port of IPv4 or IPv6 for them");
  }

  private void holdUp() {
    heldUp = true;
    if (pauses < SHORT_PAUSES) {
      pauses++;
      transport.restBriefly(this);
    } else {
      transport.rest(this);
    }
  }

  private boolean reconnect() {
    SocketAddress peer = remote;
    if (peer == null || reconnected) {
      return false;
    }
    reconnected = true;
    // If that fails too, what the send has met says why nobody has the datagram.
    return transport.sockets.connect(descriptor, peer) >= 0;
  }
}
