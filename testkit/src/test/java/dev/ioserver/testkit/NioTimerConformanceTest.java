package dev.ioserver.testkit;

class NioTimerConformanceTest extends TimerConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
