package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.abi.Handles;
import dev.ioserver.bindings.abi.Skip;
import org.junit.jupiter.api.Test;

/**
 * The handles are linked where there is a kqueue: on Linux the environment variable
 * IOSERVER_LIBKQUEUE names one.
 */
class HandlesTest {
  @Test
  void everyFunctionHasAHandleOfItsType() throws Exception {
    String file = System.getenv("IOSERVER_LIBKQUEUE");
    if (file != null && System.getProperty(BsdBindings.LIBRARY_PROPERTY) == null) {
      System.setProperty(BsdBindings.LIBRARY_PROPERTY, file);
    }
    String cause = BsdBindings.unavailabilityCause();
    if (cause != null) {
      throw Skip.loudly("the handles of kqueue: " + cause);
    }
    Handles.assertMatch(BsdFunctions.class, BsdHandles.class);
  }
}
