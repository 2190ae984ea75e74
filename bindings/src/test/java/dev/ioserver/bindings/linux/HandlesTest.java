package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.abi.Handles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class HandlesTest {
  @Test
  void everyFunctionHasAHandleOfItsType() throws Exception {
    Handles.assertMatch(LinuxFunctions.class, LinuxHandles.class);
  }
}
