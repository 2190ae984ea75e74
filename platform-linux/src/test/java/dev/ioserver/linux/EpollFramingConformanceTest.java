package dev.ioserver.linux;

import dev.ioserver.testkit.FramingConformance;

class EpollFramingConformanceTest extends FramingConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
