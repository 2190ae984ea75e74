package dev.ioserver.windows;

import dev.ioserver.testkit.SelectorConformance;

@WindowsOnly
class IocpSelectorConformanceTest extends SelectorConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
