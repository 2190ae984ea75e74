package dev.ioserver.linux;

import dev.ioserver.testkit.RegressionConformance;

class EpollRegressionConformanceTest extends RegressionConformance {
  @Override
  protected String engine() {
    return "epoll";
  }

  @Override
  protected long duplicate(long descriptor) {
    return TestCalls.dup((int) descriptor);
  }
}
