package dev.ioserver.examples.gateway.load;

import java.util.function.IntConsumer;

/**
 * A given rate, evenly spread, the clients taking turns. It goes by the clock alone: a gateway that
 * answers late changes nothing of when orders are due.
 */
final class SteadyPace implements Pace {

  private final double intervalNanos;
  private final long[] dueOrders;
  private long startNanos;
  private long measuredFromNanos;
  private long orders;
  private long next;
  private boolean measuring;
  private boolean abandoned;

  /**
   * A pace.
   *
   * @param rate orders a second of all clients together, above 0
   */
  SteadyPace(int rate, int clients) {
    intervalNanos = 1e9 / rate;
    dueOrders = new long[clients];
  }

  @Override
  public void start(long start) {
    startNanos = start;
    orders = Long.MAX_VALUE;
  }

  @Override
  public void measure(long from, long end) {
    measuring = true;
    // Counted in orders, so that it is always the same number.
    long firstMeasured = (long) Math.ceil((from - startNanos) / intervalNanos);
    measuredFromNanos = timeOf(firstMeasured);
    orders = Math.max(next, firstMeasured + Math.round((end - from) / intervalNanos));
  }

  @Override
  public long release(long nowNanos, IntConsumer client) {
    while (next < orders && timeOf(next) - nowNanos <= 0) {
      int turn = (int) (next++ % dueOrders.length);
      dueOrders[turn]++;
      client.accept(turn);
    }
    return timeOf(next);
  }

  @Override
  public boolean isDue(int client, long sent, int pending) {
    return !abandoned && sent < dueOrders[client];
  }

  @Override
  public long dueNanos(int client, long index) {
    return timeOf(index * dueOrders.length + client);
  }

  @Override
  public boolean isMeasured(long dueNanos) {
    return measuring && dueNanos - measuredFromNanos >= 0;
  }

  @Override
  public long unsent(int client, long sent) {
    return abandoned ? 0 : dueOrders[client] - sent;
  }

  @Override
  public void stop(boolean abandon) {
    orders = next;
    abandoned = abandon;
  }

  private long timeOf(long order) {
    return startNanos + (long) (order * intervalNanos);
  }
}
