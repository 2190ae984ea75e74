package dev.ioserver.engine.spi;

import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;

/**
 * Hears what becomes of a {@link Stream}, on the thread that runs the transport.
 *
 * <p>Order: {@code onConnected} first, if at all; {@code onFailed} at most once; {@code onClosed}
 * once and last, after a close or a failure.
 */
public interface StreamHandler {

  /** The connection stands. */
  void onConnected();

  /**
   * Bytes have arrived. The handler retains the chunk if it keeps them beyond this call.
   *
   * @param chunk where they are
   * @param offset the first byte
   * @param length how many, 1 or more
   */
  void onReceived(Chunk chunk, int offset, int length);

  /**
   * {@return whether bytes that it was given still wait for somebody to want them} A stream that
   * has failed while nobody receives says so only when they have gone.
   */
  boolean keepsBytes();

  /**
   * {@return whether some bytes may be read although this handler does not receive now: it is
   * paused, keeps none yet, and would keep these} Not if it has stopped receiving for want of room.
   */
  boolean mayReadAhead();

  /**
   * Moves the bytes that this keeps into a chunk, behind its write index, so that what is read next
   * follows them there. They come again with the next {@link #onReceived}, alone if nothing
   * follows.
   *
   * @param chunk with more room than a look ahead takes
   * @return how many bytes, 0 if it keeps none, or none that it was given so
   */
  default int takeKept(Chunk chunk) {
    return 0;
  }

  /**
   * Bytes that were queued have been written.
   *
   * @param bytes how many
   */
  void onSent(long bytes);

  /**
   * Nothing that is sent can be written any more; bytes that came before may still be received.
   * {@link #onFailed} follows, with the same cause, when they have been.
   *
   * @param cause why it failed
   */
  void onOutputFailed(SystemCallException cause);

  /**
   * No more bytes come, although the peer has not sent its end. Those that this handler keeps are
   * delivered first; {@link #onFailed} follows when {@link #keepsBytes} says that they have been.
   */
  void onInputFailed();

  /** The peer has sent its last byte. */
  void onPeerClosed();

  /**
   * The stream failed and is closed; {@link #onClosed} follows.
   *
   * @param cause why it failed
   */
  void onFailed(SystemCallException cause);

  /**
   * Something that was done for this stream has thrown, in the engine or in the handler itself: for
   * want of memory, or by a mistake. That is this stream's trouble, and no other's. The stream is
   * closed with a reset when this returns, unless that is done already; {@link #onClosed} follows.
   *
   * @param cause a {@link RuntimeException} or an {@link Error}
   */
  void onThrown(Throwable cause);

  /** The stream is gone and its descriptor closed. */
  void onClosed();
}
