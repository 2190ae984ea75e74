package dev.ioserver.examples.gateway.load;

import java.util.function.IntConsumer;

/**
 * When the clients' orders are due. Belongs to the clients' thread.
 *
 * <p>An order that is due and cannot be sent stays due from that time on.
 */
interface Pace {

  /** Begins; nothing is measured yet. */
  void start(long startNanos);

  /**
   * Begins to measure.
   *
   * @param fromNanos orders due from then on are measured
   * @param endNanos no order is due from then on
   */
  void measure(long fromNanos, long endNanos);

  /**
   * Makes due what is due by now.
   *
   * @param client takes the number of each client that has something to send
   * @return when to call this again at the latest
   */
  long release(long nowNanos, IntConsumer client);

  /**
   * Whether a client may send its next order.
   *
   * @param sent orders that it has sent
   * @param pending orders of it that are unanswered
   */
  boolean isDue(int client, long sent, int pending);

  /** When a client's order number {@code index}, from 0, is due. */
  long dueNanos(int client, long index);

  /** Whether an order that is due then is measured. */
  boolean isMeasured(long dueNanos);

  /** How many orders are due that a client has not sent. */
  long unsent(int client, long sent);

  /**
   * No further order is due.
   *
   * @param abandon whether those that are due and were not sent are dropped
   */
  void stop(boolean abandon);
}
