package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.Condition;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ports need of a system, shaped as completions: ask for something, and hear through a handler
 * that it has happened. Each kind of endpoint has a handler of its own. Nothing of readiness shows
 * here, and nothing of ports: the kernel is told socket options.
 *
 * <p>Thread-safety: one thread at a time, except {@link #unpark()}.
 */
public interface Transport extends AutoCloseable {

  /**
   * Binds and listens, at once. Accepting begins with {@link Acceptor#accepting(boolean)}.
   *
   * @param address where to listen; port 0 lets the system choose
   * @param backlog connections that may wait to be accepted, 1 or more
   * @param options those of the listening socket and those that its connections shall have
   * @param handler is told what comes of it
   * @return what listens
   * @throws SystemCallException if the address is of a family that the engine lacks, is taken, or
   *     not allowed; nothing is left open then
   */
  Acceptor listen(SocketAddress address, int backlog, SocketOptions options, AcceptHandler handler)
      throws SystemCallException;

  /**
   * Begins to connect. Whatever comes of it, at once or later, comes through the handler: {@link
   * StreamHandler#onConnected} or {@link StreamHandler#onFailed}.
   *
   * @param remote the address to connect to
   * @param local the address to connect from, or null to leave it to the system
   * @param options those that the connection shall have
   * @param handler is told what comes of it
   * @return the stream, not connected yet
   */
  Stream connect(
      SocketAddress remote,
      @Nullable SocketAddress local,
      SocketOptions options,
      StreamHandler handler);

  /**
   * Takes over a descriptor that this or another transport of the same engine accepted. On failure
   * the descriptor is closed.
   *
   * @param descriptor the system's number for the socket
   * @param peer who it is connected to, for messages
   * @param options those that the connection shall have; some it has from its acceptor
   * @param handler is told what comes of it
   * @return the stream, which is connected
   * @throws SystemCallException if the system refuses
   */
  Stream adopt(long descriptor, SocketAddress peer, SocketOptions options, StreamHandler handler)
      throws SystemCallException;

  /**
   * Opens a datagram socket, at once. Receiving begins with {@link Datagrams#receiving(boolean)}.
   *
   * @param local where to receive; port 0 lets the system choose
   * @param options those that the socket shall have
   * @param setup what else it is opened for
   * @param handler is told what comes of it
   * @return the socket
   * @throws SystemCallException if the address is taken or not allowed, or the engine lacks what is
   *     wanted; nothing is left open then
   */
  default Datagrams bind(
      SocketAddress local, SocketOptions options, DatagramSetup setup, DatagramHandler handler)
      throws SystemCallException {
    throw new SystemCallException(
        "bind",
        local.toString(),
        0,
        "EOPNOTSUPP",
        "this engine has no datagrams",
        SystemCallException.Kind.NOT_SUPPORTED);
  }

  /** {@return what {@link #bind} can do with datagrams on this system} */
  default Set<DatagramSockets.Feature> datagramFeatures() {
    return Set.of();
  }

  /**
   * Closes a descriptor that was accepted and that nobody will adopt. It may come after {@link
   * #close()}: a connection that another loop has accepted for a loop that ends.
   *
   * @param descriptor the system's number for the socket
   */
  void discard(long descriptor);

  /**
   * Watches a descriptor that is not the transport's, and never closes it.
   *
   * @param descriptor the system's number for it
   * @param interest bits of {@link dev.ioserver.engine.api.Interest}; with EDGE each change is
   *     told, where {@link #hasEdges()}
   * @param handler is told when it is ready. If the system refuses, it may hear that later
   * @return what watches
   * @throws SystemCallException if the system refuses at once; nothing is watched then
   */
  Watcher watch(long descriptor, int interest, WatchHandler handler) throws SystemCallException;

  /** {@return whether {@link #watch} can tell of edges} Any thread. */
  boolean hasEdges();

  /**
   * Waits for completions and hands them to their handlers.
   *
   * <p>Before it blocks it announces that it is parked, and then asks {@code recheck} once more: if
   * that is ready it does not block.
   *
   * @param timeoutNanos nanoseconds; 0 does not wait; negative waits without end
   * @param recheck one more reason not to block
   * @return how many completions were handed over; 0 is no promise that time has passed
   * @throws SystemCallException if the wait itself failed; the transport is of no use after that
   */
  int await(long timeoutNanos, Condition recheck) throws SystemCallException;

  /**
   * Ends the {@link #await} that is under way, if it is blocked; costs a system call only then. The
   * caller has published its reason, and a full fence stands between that and this call. Any
   * thread.
   */
  void unpark();

  /**
   * Another thread may run this from now on. By that thread, when the one before has stopped doing
   * so.
   */
  default void transfer() {
    // A transport that does not look at its thread has nothing to do.
  }

  /** {@return what was counted below the ports} Any thread. */
  TransportCounters counters();

  /**
   * {@return calls that have asked the kernel for events: {@link TransportCounters#polls()} alone}
   */
  long polls();

  /** Closes everything that is still open, without a word to the handlers. Idempotent. */
  @Override
  void close();
}
