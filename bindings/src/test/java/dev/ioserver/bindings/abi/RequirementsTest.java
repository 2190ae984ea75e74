package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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

    String cause = Requirements.nativeAccessCause(without);

    assertNotNull(cause);
    assertTrue(cause.contains("--enable-native-access=java.logging"), cause);
  }
}
