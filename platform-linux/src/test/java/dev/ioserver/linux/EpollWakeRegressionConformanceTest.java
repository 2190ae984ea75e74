package dev.ioserver.linux;

import dev.ioserver.testkit.WakeRegressionConformance;

class EpollWakeRegressionConformanceTest extends WakeRegressionConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
