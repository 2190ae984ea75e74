package dev.ioserver.bsd;

import dev.ioserver.testkit.CreditConformance;

@OnKqueue
class KqueueCreditConformanceTest extends CreditConformance {
  @Override
  protected String engine() {
    return "kqueue";
  }
}
