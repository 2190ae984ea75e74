package dev.ioserver.linux;

import dev.ioserver.testkit.AllocationConformance;

class EpollAllocationConformanceTest extends AllocationConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
