package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SocketOptions;
import java.net.SocketAddress;

/**
 * The socket calls of a system, one step at a time: for who puts an API of their own on the raw
 * selector, which opens, binds and listens when its user says so.
 *
 * <p>Who brings their own buffers finds the calls for them in one of two interfaces: an engine
 * whose descriptors are the kernel's own takes addresses ({@link AddressSockets}), the engine of
 * java.nio takes its buffers ({@link BufferSockets}).
 */
public interface DescriptorSockets extends Sockets {

  /**
   * Opens a socket that is going to listen, and is not bound yet.
   *
   * @param address an address of the family that it shall have
   * @param options those that the socket shall have
   * @return a descriptor, or a code, negated
   */
  default long openListener(SocketAddress address, SocketOptions options) {
    return open(address, null, options);
  }

  /**
   * Gives a socket that is going to connect its local address. An address of the other family than
   * the socket's is refused: the caller maps it.
   *
   * @param descriptor a socket that has no address yet
   * @param local the address; a port of 0 has the kernel choose one
   * @return 0, or a code, negated
   */
  int bind(long descriptor, SocketAddress local);

  /**
   * Gives a socket of {@link #openListener} its local address, as {@link #bind} does, and makes it
   * accept connections.
   *
   * @param descriptor the socket
   * @param local the address; a port of 0 has the kernel choose one
   * @param backlog connections that may wait to be accepted, 1 or more
   * @return 0, or a code, negated
   */
  int listen(long descriptor, SocketAddress local, int backlog);

  /**
   * Shuts down the input: what is received from now on is the end. A peer that is gone already
   * (ENOTCONN) is no failure.
   *
   * @param descriptor a connected socket
   * @return 0, or a code, negated
   */
  int shutdownInput(long descriptor);
}
