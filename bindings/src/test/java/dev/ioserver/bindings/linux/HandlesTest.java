package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The hand-written handles have the types that were generated from the headers. */
@EnabledOnOs(OS.LINUX)
class HandlesTest {
  @Test
  void everyGeneratedFunctionHasAHandleOfItsType() throws Exception {
    Map<String, MethodType> generated = new TreeMap<>();
    GeneratedCode.functions().forEach((name, it) -> generated.put(name, it.toMethodType()));

    Map<String, MethodType> written = new TreeMap<>();
    for (Field field : LinuxHandles.class.getDeclaredFields()) {
      if (field.getType() == MethodHandle.class && !field.getName().equals("DLSYM")) {
        MethodHandle handle = (MethodHandle) field.get(null);
        MethodType type = handle.type();
        assertEquals(MemorySegment.class, type.parameterType(0), "the segment that receives errno");
        String name = field.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith("_at")) {
          // The same function once more, with its buffer as an address.
          type = type.changeParameterType(2, MemorySegment.class);
          name = name.substring(0, name.length() - "_at".length());
          assertEquals(generated.get(name), type.dropParameterTypes(0, 1), field.getName());
          continue;
        }
        written.put(name, type.dropParameterTypes(0, 1));
      }
    }

    generated.remove("dlsym"); // Links the others, and captures no errno itself.
    assertEquals(generated, written);
  }

  @Test
  void aSymbolIsFoundOrNull() {
    assertNotEquals(MemorySegment.NULL, LinuxHandles.find("epoll_wait"));
    assertEquals(MemorySegment.NULL, LinuxHandles.find("no_such_function"));
  }
}
