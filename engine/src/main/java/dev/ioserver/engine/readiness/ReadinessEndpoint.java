package dev.ioserver.engine.readiness;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.Endpoint;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * A registered socket: its descriptor, its token, and the readiness that is remembered for it.
 * Belongs to the transport's thread.
 */
abstract class ReadinessEndpoint implements Endpoint {

  final ReadinessTransport transport;
  final long descriptor;

  /** Whether the kernel hears of it once, and tells changes alone. */
  final boolean edgeTriggered;

  /** Its neighbours among the transport's open endpoints: no set, no entry object. */
  @Nullable ReadinessEndpoint previous;

  @Nullable ReadinessEndpoint following;

  /** Whether the transport's list of open endpoints holds this one. */
  boolean listed;

  /** Whether the transport's list of endpoints with something to do holds this one. */
  boolean queued;

  /** A read may succeed: set by an event, cleared when a read would block. */
  boolean readable;

  /** Whether the handler wants to receive or accept. */
  boolean receiving;

  boolean closed;

  /** What the table was last told. */
  private byte interest;

  private long token;

  ReadinessEndpoint(ReadinessTransport transport, long descriptor, boolean edgeTriggered) {
    this.transport = transport;
    this.descriptor = descriptor;
    this.edgeTriggered = edgeTriggered;
  }

  /** What this endpoint waits for now, as interest for a level-triggered poller. */
  abstract int awaited();

  /**
   * What this endpoint asks of an edge-triggered poller now. Both directions for ever, as a rule:
   * an edge that nobody waits for costs nothing where it is rare.
   */
  int edges() {
    return Interest.READ | Interest.WRITE | Interest.EDGE;
  }

  /** An event: remember it, and queue this endpoint if it lets something go on. */
  abstract void onReady(int readiness);

  /** A turn: do what can be done without waiting, within bounds. */
  abstract void proceed();

  /** A pause after a call that the kernel had no memory for is over. */
  abstract void rested();

  /** Frees what is queued. */
  abstract void release();

  /** Tells the handler why this is over. */
  abstract void tellFailed(SystemCallException cause);

  /** Tells the handler that this is over; it is the last that it hears. */
  abstract void tellClosed();

  /**
   * What this endpoint, or its handler, was doing has thrown, for want of memory or by a mistake:
   * deals with it, so that the transport goes on with the others.
   */
  abstract void thrown(Throwable cause);

  /** Tells the handler what closing has thrown, before it hears that this is over. */
  abstract void tellThrownByClose(Throwable cause);

  /** What this is about in messages. */
  String detail() {
    return Addresses.text(address());
  }

  /** The address that {@link #detail} tells: the peer's, or the one that is listened on. */
  abstract SocketAddress address();

  /** {@link #onReady}; what it throws is this endpoint's. */
  final void event(int readiness) {
    try {
      onReady(readiness);
    } catch (RuntimeException | Error e) {
      thrown(e);
    }
  }

  /** {@link #proceed}; what it throws is this endpoint's. */
  final void turn() {
    try {
      proceed();
    } catch (RuntimeException | Error e) {
      thrown(e);
    }
  }

  /** {@link #rested}; what it throws is this endpoint's. */
  final void endRest() {
    try {
      rested();
    } catch (RuntimeException | Error e) {
      thrown(e);
    }
  }

  final void register() {
    int wanted = wanted();
    interest = (byte) wanted;
    token = transport.selector.register(descriptor, wanted, this);
  }

  /** Tells the table what is awaited, if the poller needs to know. No system call. */
  final void updateInterest() {
    if (closed) {
      return;
    }
    int wanted = wanted();
    if (wanted != interest) {
      interest = (byte) wanted;
      transport.selector.interest(token, wanted);
    }
  }

  private int wanted() {
    return edgeTriggered ? edges() : awaited();
  }

  final void fail(SystemCallException cause) {
    if (closed) {
      return;
    }
    Throwable thrown = dispose();
    if (thrown != null) {
      cause.addSuppressed(thrown);
    }
    tellFailed(cause);
    tellClosed();
  }

  final void fail(int result) {
    fail(failure(result));
  }

  /** What the last call has returned, as a cause. */
  final SystemCallException failure(int result) {
    return transport.errorCodes.failure(transport.sockets.lastCall(), detail(), result);
  }

  /** Closes it, and says so. */
  final void closeNow(boolean reset) {
    if (closed) {
      return;
    }
    Throwable thrown = reset ? resetOnClose() : null;
    Throwable second = dispose();
    thrown = thrown == null ? second : thrown;
    if (thrown != null) {
      tellThrownByClose(thrown);
    }
    tellClosed();
  }

  private @Nullable Throwable resetOnClose() {
    try {
      transport.sockets.resetOnClose(descriptor);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  /**
   * Gives the descriptor back, without a word.
   *
   * @return what was thrown meanwhile, by a mistake of the engine; all is done nevertheless
   */
  final @Nullable Throwable dispose() {
    if (closed) {
      return null;
    }
    closed = true;
    receiving = false;
    Throwable thrown = null;
    try {
      // Deregistered before it is closed: a duplicate of the descriptor (one that a child process
      // inherited, say) would keep the kernel's registration alive.
      transport.selector.deregisterNow(token);
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    try {
      transport.sockets.close(descriptor);
    } catch (RuntimeException | Error e) {
      thrown = thrown == null ? e : thrown;
    }
    transport.forget(this);
    release();
    return thrown;
  }

  @Override
  public final @Nullable SocketAddress localAddress() {
    return closed ? null : transport.sockets.localAddress(descriptor);
  }

  @Override
  public final long descriptor() {
    return closed ? -1 : descriptor;
  }

  @Override
  public final <T> T option(SocketOption<T> option) throws SystemCallException {
    Object value = closed ? null : transport.sockets.getOption(descriptor, option);
    if (value == null) {
      throw refused("getsockopt", option, null, closed ? 0 : transport.sockets.lastCode());
    }
    if (!option.type().isInstance(value)) {
      throw new IllegalArgumentException(
          option.name()
              + " was asked for as a "
              + option.type().getSimpleName()
              + "; it is "
              + value);
    }
    return option.type().cast(value);
  }

  @Override
  public final <T> void option(SocketOption<T> option, T value) throws SystemCallException {
    int result = closed ? 0 : transport.sockets.setOption(descriptor, option, value);
    if (closed || result < 0) {
      throw refused("setsockopt", option, value, result);
    }
  }

  private SystemCallException refused(
      String call, SocketOption<?> option, @Nullable Object value, int result) {
    if (closed) {
      return new SystemCallException(
          call + "(" + option.name() + ")",
          detail(),
          0,
          "EBADF",
          "the socket is closed",
          SystemCallException.Kind.BAD_DESCRIPTOR);
    }
    return transport.optionFailure(value, address(), result);
  }
}
