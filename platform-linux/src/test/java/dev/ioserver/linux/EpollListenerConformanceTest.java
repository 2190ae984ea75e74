package dev.ioserver.linux;

import dev.ioserver.testkit.ListenerConformance;

class EpollListenerConformanceTest extends ListenerConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
