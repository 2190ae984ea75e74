package dev.ioserver.bsd;

import dev.ioserver.testkit.WakeupConformance;

@OnKqueue
class KqueueWakeupConformanceTest extends WakeupConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
