package dev.ioserver.engine.api;

import java.net.SocketAddress;
import java.net.SocketOption;

/**
 * A listening TCP socket that looks like a channel of {@link Accepted} messages. Accepted ports are
 * spread over the loops of the server in turn.
 *
 * <p>If descriptors run out, a {@link Failed} message names the call and the remedy once,
 * connections wait in the backlog, and accepting goes on as soon as descriptors are free.
 *
 * <p>If one of several loops fails, its share of the connections goes to the others. The listener
 * itself lives in one of the loops: if that one fails, {@link Failed} with the cause and {@link
 * Closed} are its last messages. Listen on the address again to go on with the loops that are left.
 *
 * <p>Thread-safety: one thread receives; the other methods may be called by any thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/accept4.2.html">accept4(2)</a>
 */
public non-sealed interface Listener extends Receiver<Message> {

  /**
   * {@return the address that is bound, with the port number that the system chose if 0 was asked
   * for}
   */
  SocketAddress localAddress();

  /**
   * {@return the value that an option of the listening socket has now; see {@link
   * Port#option(SocketOption)}}
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @throws SystemCallException if the engine does not have the option, or the system refuses, or
   *     the listener is closed
   */
  <T> T option(SocketOption<T> option) throws SystemCallException;

  /**
   * Sets an option of the listening socket. Ports that are accepted later may inherit it.
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the value that the option shall have
   * @return this listener
   * @throws IllegalArgumentException if the value is not one that the option can have
   * @throws SystemCallException as for {@link #option(SocketOption)}
   */
  <T> Listener option(SocketOption<T> option, T value) throws SystemCallException;

  /**
   * {@return the system's number for the listening socket, or -1 when it is closed; the engine's to
   * use}
   */
  long descriptor();

  /**
   * Accepts at most this many more connections, then waits for more credit. A listener starts with
   * unlimited credit; the first call replaces that.
   *
   * @param connections how many more; 0 or less adds nothing (at the first call: stops accepting)
   * @return this listener
   */
  Listener active(int connections);

  /**
   * Stops listening; {@link Closed} is the last message. Connections accepted but not yet received
   * are still received first. Idempotent.
   */
  @Override
  void close();
}
