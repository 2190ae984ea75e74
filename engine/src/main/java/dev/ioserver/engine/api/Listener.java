package dev.ioserver.engine.api;

import java.net.InetSocketAddress;

/**
 * A listening TCP socket that looks like a channel of {@link Accepted} messages. Accepted ports are
 * spread over the loops of the server in turn.
 *
 * <p>If descriptors run out, a {@link Failed} message names the call and the remedy once,
 * connections wait in the backlog, and accepting goes on as soon as descriptors are free.
 *
 * <p>Thread-safety: one thread receives; the other methods may be called by any thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/accept4.2.html">accept4(2)</a>
 */
public interface Listener extends Receiver<Message> {

  /** The address that is bound, with the port number that the system chose if 0 was asked for. */
  InetSocketAddress localAddress();

  /**
   * Accepts at most this many more connections, then waits for more credit. A listener starts with
   * unlimited credit; the first call replaces that.
   *
   * @param connections how many more; 0 or less adds nothing (at the first call: stops accepting)
   */
  Listener active(int connections);

  /**
   * Stops listening; {@link Closed} is the last message. Connections accepted but not yet received
   * are still received first. Idempotent.
   */
  @Override
  void close();
}
