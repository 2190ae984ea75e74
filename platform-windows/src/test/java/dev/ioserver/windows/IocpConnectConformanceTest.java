package dev.ioserver.windows;

import dev.ioserver.testkit.ConnectConformance;

@WindowsOnly
class IocpConnectConformanceTest extends ConnectConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
