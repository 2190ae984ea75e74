package dev.ioserver.bsd;

import dev.ioserver.testkit.SelectorConformance;

@OnKqueue
class KqueueSelectorConformanceTest extends SelectorConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
