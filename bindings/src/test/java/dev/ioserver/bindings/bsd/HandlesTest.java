package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The hand-written handles have the types that were generated from the headers. They are linked
 * where there is a kqueue: on Linux the environment variable IOSERVER_LIBKQUEUE names one.
 */
class HandlesTest {

  @Test
  void everyGeneratedFunctionHasAHandleOfItsType() throws Exception {
    String file = System.getenv("IOSERVER_LIBKQUEUE");
    if (file != null && System.getProperty(BsdBindings.LIBRARY_PROPERTY) == null) {
      System.setProperty(BsdBindings.LIBRARY_PROPERTY, file);
    }
    String cause = BsdBindings.unavailabilityCause();
    if (cause != null) {
      System.err.println("SKIPPED, NOTHING WAS PROVED: the handles of kqueue: " + cause);
      Assumptions.abort(cause);
    }
    Map<String, FunctionDescriptor> functions = new GeneratedCode("freebsd").functions();
    functions.remove("dlsym"); // Links the others, and captures no errno itself.
    Map<String, MethodType> generated = new TreeMap<>();
    functions.forEach((name, it) -> generated.put(name, it.toMethodType()));

    Map<String, MethodType> written = new TreeMap<>();
    for (Field field : BsdHandles.class.getDeclaredFields()) {
      if (field.getType() == MethodHandle.class && !field.getName().equals("DLSYM")) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        MethodHandle handle = (MethodHandle) field.get(null);
        if (handle == null) {
          generated.remove(name); // Not on this system.
          continue;
        }
        MethodType type = handle.type();
        assertEquals(MemorySegment.class, type.parameterType(0), "the segment that receives errno");
        if (name.endsWith("_at")) {
          // With its buffer as an address.
          type = type.changeParameterType(2, MemorySegment.class);
          name = name.substring(0, name.length() - "_at".length());
        }
        written.put(name, type.dropParameterTypes(0, 1));
      }
    }

    assertEquals(generated, written);
  }
}
