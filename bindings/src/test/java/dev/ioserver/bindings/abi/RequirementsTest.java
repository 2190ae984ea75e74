package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RequirementsTest {
  @Test
  void theCauseNamesWhatIsWrong() {
    assertEquals(
        "addresses have 32 bits, not 64", Requirements.memoryCause(4, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the byte order is BIG_ENDIAN, not little-endian",
        Requirements.memoryCause(8, ByteOrder.BIG_ENDIAN));
    assertNull(Requirements.memoryCause(8, ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void theCauseSaysHowToEnableNativeAccess() {
    Module without = Object.class.getModule().getLayer().findModule("java.logging").orElseThrow();

    String cause = Requirements.nativeAccessRemedy(without);

    assertTrue(cause.endsWith("--enable-native-access=java.logging"), cause);
    Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
    assertTrue(
        Requirements.nativeAccessRemedy(unnamed)
            .contains(
                "--enable-native-access=ALL-UNNAMED, or have the line Enable-Native-Access:"));
  }
}
