package dev.ioserver.testkit;

class NioChannelConformanceTest extends ChannelConformance {
  @Override
  protected String engine() {
    return "nio";
  }
}
