package dev.ioserver.windows;

import dev.ioserver.testkit.FramingConformance;

@WindowsOnly
class IocpFramingConformanceTest extends FramingConformance {
  @Override
  protected String engine() {
    return "iocp";
  }
}
