package dev.ioserver.windows;

import dev.ioserver.testkit.ListenerConformance;

@WindowsOnly
class IocpListenerConformanceTest extends ListenerConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
