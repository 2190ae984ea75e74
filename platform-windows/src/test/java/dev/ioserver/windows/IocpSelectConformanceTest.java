package dev.ioserver.windows;

import dev.ioserver.testkit.SelectConformance;

@WindowsOnly
class IocpSelectConformanceTest extends SelectConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
