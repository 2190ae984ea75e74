package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.Chunk;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls of a system, non-blocking, for one loop. They deal with EINTR themselves.
 *
 * <p>Results are 0 or more, or a code, negated; {@link ErrorCodes#WOULD_BLOCK} and {@link
 * ErrorCodes#IN_PROGRESS} where noted. {@link #lastCall()} names the call that failed when one
 * method makes several.
 *
 * <p>Thread-safety: one thread at a time. None of the calls for data allocates.
 */
public interface Sockets extends AutoCloseable {

  /** Failures of one call of {@link #accept} that are passed over at the most. */
  int MOST_PASSED_OVER = 64;

  /**
   * Opens a non-blocking, close-on-exec stream socket that listens; closes it again if a step
   * fails.
   *
   * @param address where to listen; port 0 lets the system choose
   * @param backlog connections that may wait to be accepted, 1 or more
   * @param options those of the listening socket, and those of its connections that they inherit
   * @return a descriptor, or a code, negated
   */
  long listen(SocketAddress address, int backlog, SocketOptions options);

  /**
   * Opens a non-blocking, close-on-exec stream socket that fits the address, with the options set,
   * and bound to a local address if there is one.
   *
   * @param remote the address to connect to
   * @param local the address to connect from, or null to leave it to the system
   * @param options those that the socket shall have
   * @return a descriptor, or a code, negated
   */
  long open(SocketAddress remote, @Nullable SocketAddress local, SocketOptions options);

  /**
   * Begins to connect.
   *
   * @param descriptor the system's number for the socket
   * @param remote the address to connect to
   * @return 0 if it stands already, {@link ErrorCodes#IN_PROGRESS}, or a code, negated
   */
  int connect(long descriptor, SocketAddress remote);

  /**
   * {@return whether {@link #connect} may be called once more with a socket for which it has
   * failed}
   */
  default boolean connectsAgain() {
    return true;
  }

  /**
   * The outcome of a connect once the descriptor is writable.
   *
   * @param descriptor the system's number for the socket
   * @return 0 if it stands, {@link ErrorCodes#IN_PROGRESS} if it is not decided yet, or a code,
   *     negated
   */
  int finishConnect(long descriptor);

  /**
   * The error that a connection has met and that no call has told of yet: a reset behind the peer's
   * end, which no read shows.
   *
   * @param descriptor the system's number for the socket
   * @return a code, negated; 0 if there is none, or this system cannot tell
   */
  default int pendingError(long descriptor) {
    return 0;
  }

  /**
   * Accepts one connection, non-blocking and close-on-exec. A connection that died in the backlog
   * (ECONNABORTED and its like, or a peer that the system has forgotten) is passed over inside, up
   * to {@link #MOST_PASSED_OVER} times: then the error is returned, lest a system that repeats it
   * keeps the loop. {@link #acceptedPeer()} has its peer.
   *
   * @param listener the descriptor that listens
   * @param options those that the connection shall have and that {@link #listen} was given: what a
   *     system has connections inherit costs no call
   * @return a descriptor, {@link ErrorCodes#WOULD_BLOCK}, or a code, negated
   */
  long accept(long listener, SocketOptions options);

  /** {@return the peer of the connection that was accepted last} */
  SocketAddress acceptedPeer();

  /**
   * A descriptor that somebody else made is not watched any more: whatever still holds it on behalf
   * of this loop lets go.
   *
   * @param descriptor as it was registered
   */
  default void released(long descriptor) {
    // A kernel has let go with the registration.
  }

  /**
   * Reads into a chunk.
   *
   * @param descriptor the system's number for the socket
   * @param chunk whose memory is used
   * @param offset where in the chunk
   * @param length how many bytes at most, 1 or more
   * @return how many; 0 if the peer has sent its last byte; {@link ErrorCodes#WOULD_BLOCK}; or a
   *     code, negated
   */
  int receive(long descriptor, Chunk chunk, int offset, int length);

  /**
   * Writes from a chunk: the bytes from its read index to its write index. Does not move them, and
   * raises no signal.
   *
   * @param descriptor the system's number for the socket
   * @param chunk whose memory is used
   * @return how many; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  int send(long descriptor, Chunk chunk);

  /**
   * Writes from several chunks in one call, each from its read index to its write index.
   *
   * @param descriptor the system's number for the socket
   * @param chunks what is written
   * @param count how many of {@code chunks}, 1 to {@link #maxGather()}
   * @return how many bytes; {@link ErrorCodes#WOULD_BLOCK}; or a code, negated
   */
  long send(long descriptor, Chunk[] chunks, int count);

  /** {@return the most chunks that one gathering write takes, 1 or more} */
  int maxGather();

  /**
   * Shuts down the output. A peer that is gone already (ENOTCONN) is no failure.
   *
   * @param descriptor the system's number for the socket
   * @return 0, or a code, negated
   */
  int shutdownOutput(long descriptor);

  /**
   * Makes the next {@link #close(long)} reset the connection (SO_LINGER 0).
   *
   * @param descriptor the system's number for the socket
   * @return 0, or a code, negated
   */
  int resetOnClose(long descriptor);

  /**
   * Closes a descriptor. On every system it is closed afterwards, whatever the result.
   *
   * @param descriptor the system's number for the socket
   * @return 0, or a code, negated
   */
  int close(long descriptor);

  /**
   * {@return the local address, or null if it cannot be had}
   *
   * @param descriptor the system's number for the socket
   */
  @Nullable SocketAddress localAddress(long descriptor);

  /**
   * Sets a socket option.
   *
   * @param descriptor the system's number for the socket
   * @param option which one
   * @param value the value that the option shall have
   * @return 0, or a code, negated; {@link #lastCall()} names the option then
   */
  int setOption(long descriptor, SocketOption<?> option, Object value);

  /**
   * Reads a socket option, a Boolean or an Integer.
   *
   * @param descriptor the system's number for the socket
   * @param option which one
   * @return the value, or null if that failed: {@link #lastCall()} names the option then, and
   *     {@link #lastCode()} says why
   */
  @Nullable Object getOption(long descriptor, SocketOption<?> option);

  /**
   * {@return the datagram calls of this system, over the same sockets; null where there are none}
   */
  default @Nullable DatagramSockets datagrams() {
    return null;
  }

  /** {@return the code, negated, of a {@link #getOption} that gave null} */
  int lastCode();

  /** {@return names of the options that this engine can set, for messages} */
  String knownOptions();

  /** {@return the name of the last call that returned a code from here, "bind" for example} */
  String lastCall();

  /** Frees what the calls used. Idempotent. */
  @Override
  void close();
}
