package dev.ioserver.linux;

import dev.ioserver.testkit.LifecycleConformance;

class EpollLifecycleConformanceTest extends LifecycleConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
