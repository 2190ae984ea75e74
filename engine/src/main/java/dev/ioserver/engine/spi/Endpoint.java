package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * What all sockets of a {@link Transport} have in common. There is an interface for each kind, with
 * a handler of its own, so that none has a method that it cannot mean: {@link Stream}, {@link
 * Acceptor}. Datagrams and foreign descriptors have their place beside these.
 *
 * <p>Thread-safety: the thread that runs the transport.
 */
public interface Endpoint {

  /** The local address, asked for now, or null if it cannot be had. */
  @Nullable SocketAddress localAddress();

  /** The system's number for the socket, or -1 once it is closed. It stays the transport's. */
  long descriptor();

  /**
   * The value that an option has now.
   *
   * @throws SystemCallException if the engine does not have it, or the system refuses
   */
  <T> T option(SocketOption<T> option) throws SystemCallException;

  /**
   * Sets an option.
   *
   * @throws SystemCallException if the engine does not have it, or the system refuses
   */
  <T> void option(SocketOption<T> option, T value) throws SystemCallException;
}
