package dev.ioserver.testkit;

class NioAllocationConformanceTest extends AllocationConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
