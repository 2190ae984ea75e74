package dev.ioserver.linux;

import dev.ioserver.testkit.TimerConformance;

class EpollTimerConformanceTest extends TimerConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
