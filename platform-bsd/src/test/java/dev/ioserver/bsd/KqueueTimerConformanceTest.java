package dev.ioserver.bsd;

import dev.ioserver.testkit.TimerConformance;

@OnKqueue
class KqueueTimerConformanceTest extends TimerConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
