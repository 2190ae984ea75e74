package dev.ioserver.testkit;

class NioConnectConformanceTest extends ConnectConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
