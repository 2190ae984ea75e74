package dev.ioserver.testkit;

class NioSelectThreadsConformanceTest extends SelectThreadsConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
