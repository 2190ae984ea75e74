package dev.ioserver.testkit;

class NioCallerRunsConformanceTest extends CallerRunsConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
