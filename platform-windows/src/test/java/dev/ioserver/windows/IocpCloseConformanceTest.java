package dev.ioserver.windows;

import dev.ioserver.testkit.CloseConformance;
import org.jspecify.annotations.Nullable;

@WindowsOnly
class IocpCloseConformanceTest extends CloseConformance {
  @Override
  protected String engine() {
    return "iocp";
  }

  @Override
  protected @Nullable String faultOfSystem(String method) {
    return WineFaults.of(method);
  }
}
