package dev.ioserver.windows;

import dev.ioserver.testkit.LifecycleConformance;

@WindowsOnly
class IocpLifecycleConformanceTest extends LifecycleConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
