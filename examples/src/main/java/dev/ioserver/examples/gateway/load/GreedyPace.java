package dev.ioserver.examples.gateway.load;

import java.util.function.IntConsumer;

/**
 * As many orders as the gateway answers: each client has a window of unanswered orders, and sends
 * another when an answer comes. An order is due when it is sent.
 */
final class GreedyPace implements Pace {

  private final int window;
  private final int clients;
  private long measuredFromNanos;
  private long endNanos;
  private boolean measuring;
  private boolean running;

  GreedyPace(int window, int clients) {
    this.window = window;
    this.clients = clients;
  }

  @Override
  public void start(long start) {
    endNanos = Long.MAX_VALUE;
    running = true;
  }

  @Override
  public void measure(long from, long end) {
    measuring = true;
    measuredFromNanos = from;
    endNanos = end;
  }

  /** Clients go on by themselves, from answer to answer; this starts them. */
  @Override
  public long release(long nowNanos, IntConsumer client) {
    for (int i = 0; i < clients; i++) {
      client.accept(i);
    }
    return endNanos;
  }

  @Override
  public boolean isDue(int client, long sent, int pending) {
    return running && pending < window;
  }

  @Override
  public long dueNanos(int client, long index) {
    return System.nanoTime();
  }

  @Override
  public boolean isMeasured(long dueNanos) {
    return measuring && dueNanos - measuredFromNanos >= 0;
  }

  @Override
  public long unsent(int client, long sent) {
    return 0;
  }

  @Override
  public void stop(boolean abandon) {
    running = false;
  }
}
