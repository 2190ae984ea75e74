package dev.ioserver.testkit;

class NioFramingConformanceTest extends FramingConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
