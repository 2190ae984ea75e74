package dev.ioserver.testkit;

class NioLifecycleConformanceTest extends LifecycleConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
