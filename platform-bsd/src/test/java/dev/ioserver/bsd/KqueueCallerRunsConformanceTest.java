package dev.ioserver.bsd;

import dev.ioserver.testkit.CallerRunsConformance;

@OnKqueue
class KqueueCallerRunsConformanceTest extends CallerRunsConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
