package dev.ioserver.testkit;

class NioCloseConformanceTest extends CloseConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
