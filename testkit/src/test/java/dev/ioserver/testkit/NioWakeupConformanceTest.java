package dev.ioserver.testkit;

class NioWakeupConformanceTest extends WakeupConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
