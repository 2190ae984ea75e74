package dev.ioserver.linux;

import dev.ioserver.testkit.CreditConformance;

class EpollCreditConformanceTest extends CreditConformance {
  @Override
  protected String engine() {
    return "epoll";
  }
}
