package dev.ioserver.windows;

import dev.ioserver.testkit.CloseConformance;

@WindowsOnly
class IocpCloseConformanceTest extends CloseConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
