package dev.ioserver.windows;

import dev.ioserver.testkit.WakeupConformance;

@WindowsOnly
class IocpWakeupConformanceTest extends WakeupConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
