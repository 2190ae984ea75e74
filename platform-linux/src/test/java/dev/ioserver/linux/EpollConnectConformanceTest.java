package dev.ioserver.linux;

import dev.ioserver.testkit.ConnectConformance;

class EpollConnectConformanceTest extends ConnectConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
