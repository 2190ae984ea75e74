package dev.ioserver.windows;

import dev.ioserver.testkit.AllocationConformance;

@WindowsOnly
class IocpAllocationConformanceTest extends AllocationConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
