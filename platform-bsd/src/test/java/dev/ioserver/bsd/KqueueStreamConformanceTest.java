package dev.ioserver.bsd;

import dev.ioserver.testkit.StreamConformance;

@OnKqueue
class KqueueStreamConformanceTest extends StreamConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
