package dev.ioserver.bsd;

import dev.ioserver.testkit.PassiveReceiveConformance;

@OnKqueue
class KqueuePassiveReceiveConformanceTest extends PassiveReceiveConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
