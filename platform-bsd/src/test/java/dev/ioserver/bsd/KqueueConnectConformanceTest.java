package dev.ioserver.bsd;

import dev.ioserver.testkit.ConnectConformance;

@OnKqueue
class KqueueConnectConformanceTest extends ConnectConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
