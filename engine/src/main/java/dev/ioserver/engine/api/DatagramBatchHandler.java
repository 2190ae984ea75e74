package dev.ioserver.engine.api;

/**
 * Takes datagrams as they come from the system, past the queue of messages: see {@link
 * DatagramPort#onDatagrams(DatagramBatchHandler)}.
 */
@FunctionalInterface
public interface DatagramBatchHandler {

  /**
   * Called with what one call to the system has brought, on the thread that runs the loop. The loop
   * does nothing else meanwhile. Datagrams that this does not look at are gone.
   *
   * <p>What it throws is the end of the port, and of nothing else: {@link Failed} names it.
   *
   * @param datagrams one or more; they hold during this call
   */
  void onDatagrams(DatagramCursor datagrams);
}
