package dev.ioserver.bsd;

import dev.ioserver.testkit.WakeRegressionConformance;

@OnKqueue
class KqueueWakeRegressionConformanceTest extends WakeRegressionConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
