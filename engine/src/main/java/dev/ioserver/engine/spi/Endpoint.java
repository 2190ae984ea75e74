package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import java.net.SocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * What all sockets of a {@link Transport} have in common. There is an interface for each kind, with
 * a handler of its own, so that none has a method that it cannot mean: {@link Stream}, {@link
 * Acceptor}. Datagrams have their place beside these. A {@link Watcher} is none of them: its
 * descriptor is not the transport's.
 *
 * <p>Thread-safety: the thread that runs the transport.
 */
public interface Endpoint {

  /** {@return the local address, asked for now, or null if it cannot be had} */
  @Nullable SocketAddress localAddress();

  /**
   * {@return the system's number for the socket, or -1 once it is closed} It stays the transport's.
   */
  long descriptor();

  /**
   * {@return the value that an option has now}
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @throws SystemCallException if the engine does not have it, or the system refuses
   */
  <T> T option(SocketOption<T> option) throws SystemCallException;

  /**
   * Sets an option.
   *
   * @param <T> the type of the option's value
   * @param option which one
   * @param value the value that the option shall have
   * @throws SystemCallException if the engine does not have it, or the system refuses
   */
  <T> void option(SocketOption<T> option, T value) throws SystemCallException;
}
