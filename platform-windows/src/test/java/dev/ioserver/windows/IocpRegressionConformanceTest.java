package dev.ioserver.windows;

import dev.ioserver.testkit.RegressionConformance;

@WindowsOnly
class IocpRegressionConformanceTest extends RegressionConformance {
  @Override
  protected String engine() {
    return "iocp";
  }

  @Override
  protected long duplicate(long descriptor) {
    return TestCalls.duplicate(descriptor);
  }
}
