package dev.ioserver.bsd;

import dev.ioserver.testkit.SelectThreadsConformance;

@OnKqueue
class KqueueSelectThreadsConformanceTest extends SelectThreadsConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
