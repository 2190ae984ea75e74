package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.Acceptor;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.SocketAddress;

/** A listening socket. Belongs to the transport's thread. */
final class ReadinessAcceptor extends ReadinessEndpoint implements Acceptor {

  /** Connections accepted in one turn, so that a storm does not keep the others waiting. */
  private static final int ACCEPTS_PER_TURN = 64;

  private final SocketAddress address;
  private final SocketOptions options;
  private final AcceptHandler handler;

  ReadinessAcceptor(
      ReadinessTransport transport,
      long descriptor,
      SocketAddress address,
      SocketOptions options,
      AcceptHandler handler) {
    super(transport, descriptor);
    this.address = address;
    this.options = options;
    this.handler = handler;
  }

  @Override
  int awaited() {
    return receiving && !readable ? Interest.READ : Interest.NONE;
  }

  @Override
  void onReady(int readiness) {
    readable = true;
    if (receiving) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  public void accepting(boolean on) {
    receiving = on && !closed;
    if (receiving) {
      // An accept that failed for want of descriptors is tried again; else one accept would block.
      readable = true;
      transport.enqueue(this);
    }
    updateInterest();
  }

  @Override
  void proceed() {
    for (int i = 0; i < ACCEPTS_PER_TURN && receiving && readable; i++) {
      long accepted = transport.sockets.accept(descriptor, options);
      if (accepted >= 0) {
        receiving = handler.onAccepted(accepted, transport.sockets.acceptedPeer()) && receiving;
      } else if (accepted == ErrorCodes.WOULD_BLOCK) {
        readable = false;
      } else {
        refused((int) accepted);
      }
    }
    if (receiving && readable) {
      transport.enqueue(this);
    }
    updateInterest();
  }

  /** Out of descriptors or memory, or a firewall's no, is no reason to stop listening. */
  private void refused(int result) {
    var cause = transport.errorCodes.failure(transport.sockets.lastCall(), detail(), result);
    switch (cause.kind()) {
      case TOO_MANY_DESCRIPTORS, NO_RESOURCES, PERMISSION_DENIED -> {
        receiving = false;
        handler.onAcceptFailed(cause);
      }
      default -> fail(cause);
    }
  }

  @Override
  public void close() {
    closeNow(false);
  }

  @Override
  void release() {
    // Nothing is queued on a listener.
  }

  @Override
  void tellFailed(SystemCallException cause) {
    handler.onFailed(cause);
  }

  @Override
  void tellClosed() {
    handler.onClosed();
  }

  @Override
  String detail() {
    return Addresses.text(address);
  }
}
