package dev.ioserver.linux;

import dev.ioserver.testkit.BackpressureConformance;

class EpollBackpressureConformanceTest extends BackpressureConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
