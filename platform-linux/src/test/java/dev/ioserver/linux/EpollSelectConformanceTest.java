package dev.ioserver.linux;

import dev.ioserver.testkit.SelectConformance;

class EpollSelectConformanceTest extends SelectConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
