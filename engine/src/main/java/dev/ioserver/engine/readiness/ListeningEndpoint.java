package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.spi.EndpointHandler;
import dev.ioserver.engine.spi.ErrorCodes;

/** A listening socket. */
final class ListeningEndpoint extends ReadinessEndpoint {

  /** Connections accepted in one turn, so that a storm does not keep the others waiting. */
  private static final int ACCEPTS_PER_TURN = 64;

  private final PortOptions options;

  ListeningEndpoint(
      ReadinessTransport transport, long descriptor, PortOptions options, EndpointHandler handler) {
    super(transport, descriptor, handler);
    this.options = options;
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
  public void receiving(boolean on) {
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
        receiving = handler.onAccepted(accepted) && receiving;
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
    var cause = transport.errorCodes.failure(transport.sockets.lastCall(), "", result);
    switch (cause.kind()) {
      case TOO_MANY_DESCRIPTORS, NO_RESOURCES, PERMISSION_DENIED -> {
        receiving = false;
        handler.onAcceptFailed(cause);
      }
      default -> fail(cause);
    }
  }

  @Override
  void release() {
    // Nothing is queued on a listener.
  }

  @Override
  public void send(Chunk chunk) {
    throw new UnsupportedOperationException("a listener sends nothing");
  }

  @Override
  public void flush() {
    // Nothing is queued on a listener.
  }

  @Override
  public long unsentBytes() {
    return 0;
  }

  @Override
  public void shutdownOutput() {
    throw new UnsupportedOperationException("a listener has no output");
  }

  @Override
  public void closeAfterFlush() {
    close(false);
  }
}
