package dev.ioserver.bsd;

import dev.ioserver.testkit.ListenerConformance;

@OnKqueue
class KqueueListenerConformanceTest extends ListenerConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
