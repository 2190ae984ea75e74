package dev.ioserver.windows;

import dev.ioserver.testkit.CallerRunsConformance;

@WindowsOnly
class IocpCallerRunsConformanceTest extends CallerRunsConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
