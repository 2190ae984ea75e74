package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Endpoint;
import dev.ioserver.engine.spi.EndpointHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A registered socket: its descriptor, its token, and the readiness that is remembered for it.
 * Belongs to the transport's thread.
 */
abstract class ReadinessEndpoint implements Endpoint {

  final ReadinessTransport transport;
  final long descriptor;
  final EndpointHandler handler;

  /** Whether the transport's list of endpoints with something to do holds this one. */
  boolean queued;

  /** A read may succeed: set by an event, cleared when a read would block. */
  boolean readable;

  /** Whether the handler wants to receive or accept. */
  boolean receiving;

  boolean closed;

  private long token;

  /** What the table was last told; only with a level-triggered poller does it ever change. */
  private int interest;

  ReadinessEndpoint(ReadinessTransport transport, long descriptor, EndpointHandler handler) {
    this.transport = transport;
    this.descriptor = descriptor;
    this.handler = handler;
  }

  /** What this endpoint waits for now, as interest for a level-triggered poller. */
  abstract int awaited();

  /** An event: remember it, and queue this endpoint if it lets something go on. */
  abstract void onReady(int readiness);

  /** A turn: do what can be done without waiting, within bounds. */
  abstract void proceed();

  /** Frees what is queued. */
  abstract void release();

  final void register() {
    interest = transport.edgeTriggered ? Interest.READ | Interest.WRITE | Interest.EDGE : awaited();
    token = transport.selector.register(descriptor, interest, this);
  }

  /** Tells the table what is awaited, if the poller needs to know. No system call. */
  final void updateInterest() {
    if (transport.edgeTriggered || closed) {
      return;
    }
    int wanted = awaited();
    if (wanted != interest) {
      interest = wanted;
      transport.selector.interest(token, wanted);
    }
  }

  final void fail(SystemCallException cause) {
    if (closed) {
      return;
    }
    dispose();
    handler.onFailed(cause);
    handler.onClosed();
  }

  final void fail(String detail, int result) {
    fail(transport.errorCodes.failure(transport.sockets.lastCall(), detail, result));
  }

  @Override
  public final void close(boolean reset) {
    if (closed) {
      return;
    }
    if (reset) {
      transport.sockets.resetOnClose(descriptor);
    }
    dispose();
    handler.onClosed();
  }

  /** Gives the descriptor back, without a word. */
  final void dispose() {
    if (closed) {
      return;
    }
    closed = true;
    receiving = false;
    // Deregistered before it is closed: a duplicate of the descriptor (one that a child process
    // inherited, say) would keep the kernel's registration alive.
    transport.selector.deregisterNow(token);
    transport.sockets.close(descriptor);
    transport.forget(this);
    release();
  }

  @Override
  public final @Nullable InetSocketAddress localAddress() {
    return closed ? null : transport.sockets.localAddress(descriptor);
  }
}
