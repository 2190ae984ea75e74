package dev.ioserver.windows;

import dev.ioserver.testkit.CreditConformance;

@WindowsOnly
class IocpCreditConformanceTest extends CreditConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
