package dev.ioserver.testkit;

class NioSelectorConformanceTest extends SelectorConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
