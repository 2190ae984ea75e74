package dev.ioserver.testkit;

class NioStreamConformanceTest extends StreamConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
