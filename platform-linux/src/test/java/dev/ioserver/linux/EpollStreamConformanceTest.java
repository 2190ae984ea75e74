package dev.ioserver.linux;

import dev.ioserver.testkit.StreamConformance;

class EpollStreamConformanceTest extends StreamConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
