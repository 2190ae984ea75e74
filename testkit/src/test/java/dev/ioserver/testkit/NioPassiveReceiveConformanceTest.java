package dev.ioserver.testkit;

class NioPassiveReceiveConformanceTest extends PassiveReceiveConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
