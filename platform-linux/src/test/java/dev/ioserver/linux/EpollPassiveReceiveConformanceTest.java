package dev.ioserver.linux;

import dev.ioserver.testkit.PassiveReceiveConformance;

class EpollPassiveReceiveConformanceTest extends PassiveReceiveConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
