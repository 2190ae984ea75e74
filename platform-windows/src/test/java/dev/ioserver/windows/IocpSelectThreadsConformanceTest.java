package dev.ioserver.windows;

import dev.ioserver.testkit.SelectThreadsConformance;

@WindowsOnly
class IocpSelectThreadsConformanceTest extends SelectThreadsConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
