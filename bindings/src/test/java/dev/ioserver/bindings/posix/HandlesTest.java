package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.Handles;
import dev.ioserver.bindings.abi.PosixFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs a POSIX system")
class HandlesTest {
  @Test
  void everyFunctionHasAHandleOfItsType() throws Exception {
    Handles.assertMatch(PosixFunctions.class, PosixHandles.class);
  }
}
