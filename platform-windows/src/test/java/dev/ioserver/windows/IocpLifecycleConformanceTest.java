package dev.ioserver.windows;

import dev.ioserver.testkit.LifecycleConformance;
import org.jspecify.annotations.Nullable;

@WindowsOnly
class IocpLifecycleConformanceTest extends LifecycleConformance {
  @Override
  protected String engine() {
    return "iocp";
  }

  @Override
  protected @Nullable String faultOfSystem(String method) {
    return WineFaults.of(method);
  }
}
