package dev.ioserver.bsd;

import dev.ioserver.testkit.ChannelConformance;

@OnKqueue
class KqueueChannelConformanceTest extends ChannelConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
