package dev.ioserver.windows;

import dev.ioserver.testkit.PassiveReceiveConformance;

@WindowsOnly
class IocpPassiveReceiveConformanceTest extends PassiveReceiveConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
