package dev.ioserver.linux;

import dev.ioserver.testkit.CallerRunsConformance;

class EpollCallerRunsConformanceTest extends CallerRunsConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
