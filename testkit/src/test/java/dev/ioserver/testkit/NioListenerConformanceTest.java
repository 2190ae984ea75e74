package dev.ioserver.testkit;

class NioListenerConformanceTest extends ListenerConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
