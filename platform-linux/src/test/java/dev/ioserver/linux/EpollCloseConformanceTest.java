package dev.ioserver.linux;

import dev.ioserver.testkit.CloseConformance;

class EpollCloseConformanceTest extends CloseConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
