package dev.ioserver.testkit;

class NioBackpressureConformanceTest extends BackpressureConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
