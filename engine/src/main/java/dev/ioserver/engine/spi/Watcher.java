package dev.ioserver.engine.spi;

/**
 * A descriptor that is not the transport's, and is watched by it. Belongs to the thread that runs
 * the transport.
 *
 * <p>A level watcher tells its handler once that the descriptor is ready, and asks the kernel again
 * after {@link #rearm()}. One that was opened with {@link dev.ioserver.engine.api.Interest#EDGE}
 * tells it of each change, and needs no rearm.
 */
public interface Watcher {

  /**
   * Changes what is waited for. A direction that is turned on is told of if it is ready already.
   *
   * @param interest READ and WRITE of {@link dev.ioserver.engine.api.Interest}, or NONE
   */
  void interest(int interest);

  /** Asks the kernel again, after the handler was told. Nothing if it is being asked already. */
  void rearm();

  /**
   * Ends it, and then {@link WatchHandler#onClosed} within this call: the kernel has let go of the
   * descriptor, which stays open. Idempotent.
   */
  void close();
}
