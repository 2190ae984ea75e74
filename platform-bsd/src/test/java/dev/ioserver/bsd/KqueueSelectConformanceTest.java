package dev.ioserver.bsd;

import dev.ioserver.testkit.SelectConformance;

@OnKqueue
class KqueueSelectConformanceTest extends SelectConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
