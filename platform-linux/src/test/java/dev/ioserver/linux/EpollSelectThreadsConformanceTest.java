package dev.ioserver.linux;

import dev.ioserver.testkit.SelectThreadsConformance;

class EpollSelectThreadsConformanceTest extends SelectThreadsConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
