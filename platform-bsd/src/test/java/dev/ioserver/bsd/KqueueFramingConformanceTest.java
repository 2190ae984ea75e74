package dev.ioserver.bsd;

import dev.ioserver.testkit.FramingConformance;

@OnKqueue
class KqueueFramingConformanceTest extends FramingConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
