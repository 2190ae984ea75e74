package dev.ioserver.bsd;

import dev.ioserver.testkit.RegressionConformance;

@OnKqueue
class KqueueRegressionConformanceTest extends RegressionConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }

  @Override
  protected long duplicate(long descriptor) {
    return TestCalls.dup((int) descriptor);
  }
}
