package dev.ioserver.bench.poll;

import dev.ioserver.bench.raw.RawLoop;
import dev.ioserver.bindings.linux.Epoll;

/** epoll_wait with nothing above it: the events are counted and not looked at. */
final class RawPollable implements Pollable {

  /** As many as the engine takes by default. */
  private static final int MAX_EVENTS = 256;

  private final RawLoop loop = new RawLoop(MAX_EVENTS);
  private final RawDatagrams datagrams;

  RawPollable(int registered, int ready) {
    datagrams = new RawDatagrams(registered, ready);
    int[] descriptors = datagrams.descriptors();
    for (int i = 0; i < descriptors.length; i++) {
      loop.add(descriptors[i], Epoll.EPOLLIN, i);
    }
  }

  @Override
  public int look() {
    return loop.await(0);
  }

  @Override
  public void close() {
    loop.close();
    datagrams.close();
  }
}
