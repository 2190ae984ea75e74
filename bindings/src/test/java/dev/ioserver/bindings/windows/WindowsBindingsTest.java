package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WindowsBindingsTest {
  @Test
  @EnabledOnOs(value = OS.WINDOWS, architectures = "amd64")
  void availableOnWindows() {
    assertNull(WindowsBindings.unavailabilityCause());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void askingIsSafeElsewhere() {
    String cause = WindowsBindings.unavailabilityCause();
    assertNotNull(cause);
    assertTrue(cause.endsWith("not Windows"), cause);
  }

  @Test
  void theCauseNamesWhatIsWrong() {
    assertNull(WindowsBindings.systemCause("Windows 11", "amd64", 8));
    assertEquals(
        "the system is Linux, not Windows", WindowsBindings.systemCause("Linux", "amd64", 8));
    assertEquals(
        "the processor architecture is aarch64, not amd64",
        WindowsBindings.systemCause("Windows Server 2022", "aarch64", 8));
    assertEquals(
        "addresses have 32 bits, not 64", WindowsBindings.systemCause("Windows 10", "amd64", 4));
  }
}
