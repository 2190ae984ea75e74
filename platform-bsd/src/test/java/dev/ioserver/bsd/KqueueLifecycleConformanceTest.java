package dev.ioserver.bsd;

import dev.ioserver.testkit.LifecycleConformance;

@OnKqueue
class KqueueLifecycleConformanceTest extends LifecycleConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
