package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.Acceptor;
import dev.ioserver.engine.spi.ErrorCodes;
import java.net.SocketAddress;
import java.util.Set;

/** A listening socket. Belongs to the transport's thread. */
final class ReadinessAcceptor extends ReadinessEndpoint implements Acceptor {

  /** Connections accepted in one turn, so that a storm does not keep the others waiting. */
  private static final int ACCEPTS_PER_TURN = 64;

  /**
   * What a system says of a socket that does not listen any more, or never did, beside that there
   * is no such descriptor.
   */
  private static final Set<String> OWN_FAULTS =
      Set.of("EINVAL", "EFAULT", "WSAEINVAL", "WSAEFAULT", "WSANOTINITIALISED");

  private final SocketAddress address;
  private final SocketOptions options;
  private final AcceptHandler handler;

  ReadinessAcceptor(
      ReadinessTransport transport,
      long descriptor,
      SocketAddress address,
      SocketOptions options,
      AcceptHandler handler) {
    super(transport, descriptor, transport.edgeTriggered);
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
        receiving = handler.onAccepted(accepted, peerOf(accepted)) && receiving;
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

  private SocketAddress peerOf(long accepted) {
    try {
      return transport.sockets.acceptedPeer();
    } catch (RuntimeException | Error e) {
      transport.sockets.close(accepted);
      throw e;
    }
  }

  /** What one connection's accept throws is no reason to stop listening. */
  @Override
  void thrown(Throwable cause) {
    if (!closed) {
      rest(SystemCallException.thrown("accept", detail(), cause));
    }
  }

  @Override
  void tellThrownByClose(Throwable cause) {
    handler.onFailed(SystemCallException.thrown("close", detail(), cause));
  }

  /**
   * Out of descriptors or memory, a firewall's no, or the network's trouble of one connection is no
   * reason to stop listening: only what is wrong with the listening socket itself is.
   */
  private void refused(int result) {
    SystemCallException cause = failure(result);
    switch (cause.kind()) {
      case BAD_DESCRIPTOR -> fail(cause);
      case PERMISSION_DENIED ->
          rest(
              transport.withRemedy(
                  cause,
                  detail(),
                  "a firewall or a filter of system calls refuses the connection"));
      default -> {
        if (OWN_FAULTS.contains(cause.codeName())) {
          fail(cause);
        } else {
          rest(cause);
        }
      }
    }
  }

  private void rest(SystemCallException cause) {
    receiving = false;
    handler.onAcceptFailed(cause);
  }

  @Override
  void rested() {
    // How long accepting rests is its handler's to say.
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
  SocketAddress address() {
    // The system may have chosen the number of the port.
    try {
      SocketAddress bound = closed ? null : transport.sockets.localAddress(descriptor);
      return bound == null ? address : bound;
    } catch (RuntimeException | Error e) {
      // Asked for where something else has gone wrong: that is to be told, and not this.
      return address;
    }
  }
}
