package dev.ioserver.testkit;

class NioRegressionConformanceTest extends RegressionConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
