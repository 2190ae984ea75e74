package dev.ioserver.testkit;

class NioWakeRegressionConformanceTest extends WakeRegressionConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
