package dev.ioserver.windows;

import dev.ioserver.testkit.ChannelConformance;

@WindowsOnly
class IocpChannelConformanceTest extends ChannelConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
