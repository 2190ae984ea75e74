package dev.ioserver.bsd;

import dev.ioserver.testkit.BackpressureConformance;

@OnKqueue
class KqueueBackpressureConformanceTest extends BackpressureConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
