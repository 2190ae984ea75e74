package dev.ioserver.windows;

import dev.ioserver.testkit.StreamConformance;

@WindowsOnly
class IocpStreamConformanceTest extends StreamConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
