package dev.ioserver.windows;

import dev.ioserver.testkit.TimerConformance;

@WindowsOnly
class IocpTimerConformanceTest extends TimerConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
