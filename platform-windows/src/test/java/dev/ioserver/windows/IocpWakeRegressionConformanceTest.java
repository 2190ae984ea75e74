package dev.ioserver.windows;

import dev.ioserver.testkit.WakeRegressionConformance;

@WindowsOnly
class IocpWakeRegressionConformanceTest extends WakeRegressionConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
