package dev.ioserver.bench.wake;

import dev.ioserver.bench.raw.RawLoop;

/** An eventfd and epoll_wait: what a wake costs when nothing is avoided and nothing is added. */
final class EventfdTarget extends ThreadTarget {

  private final RawLoop loop = new RawLoop(16);

  @Override
  void wake() {
    loop.wake();
  }

  @Override
  void block() {
    loop.await(-1);
  }

  @Override
  void pass() {
    loop.await(0);
  }

  @Override
  void release() {
    loop.close();
  }
}
