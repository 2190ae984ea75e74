package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LinuxBindingsTest {
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void availableHere() {
    assertNull(LinuxBindings.unavailabilityCause());
  }

  @Test
  void bothProcessorsAreSupported() {
    assertNull(cause("Linux", "amd64", 8, ByteOrder.LITTLE_ENDIAN));
    assertNull(cause("Linux", "aarch64", 8, ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void theCauseNamesWhatIsWrong() {
    assertEquals(
        "the system is Mac OS X, not Linux",
        cause("Mac OS X", "aarch64", 8, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the processor architecture is riscv64, neither amd64 nor aarch64",
        cause("Linux", "riscv64", 8, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "addresses have 32 bits, not 64", cause("Linux", "aarch64", 4, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the byte order is BIG_ENDIAN, not little-endian",
        cause("Linux", "aarch64", 8, ByteOrder.BIG_ENDIAN));
  }

  private static @Nullable String cause(
      String osName, String osArch, long addressBytes, ByteOrder order) {
    return LinuxBindings.systemCause(osName, osArch, addressBytes, order);
  }
}
