package dev.ioserver.bsd;

import dev.ioserver.testkit.CloseConformance;

@OnKqueue
class KqueueCloseConformanceTest extends CloseConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
