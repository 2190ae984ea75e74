package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of {@link Datagrams}, on the thread that runs the transport.
 *
 * <p>Order: {@code onFailed} at most once; {@code onClosed} once and last, after a close or a
 * failure.
 */
public interface DatagramHandler {

  /** {@return how many datagrams may be received now; 0 or less for none} */
  int welcome();

  /**
   * Datagrams have arrived. Where an element of the batch has a {@link DatagramBatch#segment}, it
   * is several of them. The handler retains a chunk if it keeps its bytes beyond this call; the
   * arrays hold during this call.
   *
   * @param batch what is known of each; not where the bytes are
   * @param chunks where the bytes are
   * @param offsets the first byte of each, in its chunk
   * @param count how many elements, 1 or more
   */
  void onReceived(DatagramBatch batch, Chunk[] chunks, int[] offsets, int count);

  /**
   * Datagrams that were queued have been sent.
   *
   * @param bytes how many, an empty one counting as 1
   */
  void onSent(long bytes);

  /**
   * The system refused to send a datagram, and will not be asked again; {@link #onSent} counts it
   * too.
   *
   * @param cause why
   * @param destination where it was to go, or null where the socket is connected
   * @param length of how many bytes
   */
  void onRefused(SystemCallException cause, @Nullable SocketAddress destination, int length);

  /**
   * Some datagram that was sent before has not arrived, as its destination says.
   *
   * @param cause what it says
   */
  void onUnreachable(SystemCallException cause);

  /**
   * The socket failed and is closed; {@link #onClosed} follows.
   *
   * @param cause why it failed
   */
  void onFailed(SystemCallException cause);

  /**
   * Something that was done for this socket has thrown, in the engine or in the handler itself. The
   * socket is closed when this returns, unless that is done already; {@link #onClosed} follows.
   *
   * @param cause a {@link RuntimeException} or an {@link Error}
   */
  void onThrown(Throwable cause);

  /** The socket is gone and its descriptor closed. */
  void onClosed();
}
