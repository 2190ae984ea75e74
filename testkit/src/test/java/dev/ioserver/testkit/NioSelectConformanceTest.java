package dev.ioserver.testkit;

class NioSelectConformanceTest extends SelectConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
