package dev.ioserver.bsd;

import dev.ioserver.testkit.AllocationConformance;

@OnKqueue
class KqueueAllocationConformanceTest extends AllocationConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
