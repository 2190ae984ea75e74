package dev.ioserver.testkit;

class NioCreditConformanceTest extends CreditConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
