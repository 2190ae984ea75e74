package dev.ioserver.linux;

import dev.ioserver.testkit.SelectorConformance;

class EpollSelectorConformanceTest extends SelectorConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
