package dev.ioserver.windows;

import dev.ioserver.testkit.BackpressureConformance;

@WindowsOnly
class IocpBackpressureConformanceTest extends BackpressureConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
