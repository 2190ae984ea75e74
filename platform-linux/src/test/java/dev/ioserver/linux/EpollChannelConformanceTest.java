package dev.ioserver.linux;

import dev.ioserver.testkit.ChannelConformance;

class EpollChannelConformanceTest extends ChannelConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
