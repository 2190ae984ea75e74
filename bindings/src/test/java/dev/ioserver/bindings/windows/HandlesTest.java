package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.GeneratedCode;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The hand-written handles have the types that were generated from the headers. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs Windows")
class HandlesTest {

  /** These return what went wrong: nothing is captured. */
  private static final Set<String> PLAIN =
      Set.of(
          "NtCancelIoFileEx",
          "NtCreateFile",
          "NtDeviceIoControlFile",
          "RtlNtStatusToDosError",
          "WSAStartup");

  @Test
  void everyGeneratedFunctionHasAHandleOfItsType() throws Exception {
    Map<String, MethodHandle> written = new TreeMap<>();
    for (Field field : WindowsHandles.class.getDeclaredFields()) {
      if (field.getType() == MethodHandle.class) {
        written.put(key(field.getName()), (MethodHandle) field.get(null));
      }
    }
    Map<String, MethodType> generated = new GeneratedCode("windows").functions();
    assertEquals(
        generated.keySet().stream().map(HandlesTest::key).collect(Collectors.toSet()),
        written.keySet());
    generated.forEach(
        (name, expected) -> {
          MethodType type = written.get(key(name)).type();
          if (!PLAIN.contains(name)) {
            assertEquals(MemorySegment.class, type.parameterType(0), name);
            type = type.dropParameterTypes(0, 1);
          }
          assertEquals(withNumbersFor(type, expected), type, name);
        });
  }

  private static String key(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** A HANDLE is a pointer in the headers, and a number in the handles. */
  private static MethodType withNumbersFor(MethodType written, MethodType generated) {
    MethodType type = generated;
    for (int i = 0; i < Math.min(type.parameterCount(), written.parameterCount()); i++) {
      if (type.parameterType(i) == MemorySegment.class && written.parameterType(i) == long.class) {
        type = type.changeParameterType(i, long.class);
      }
    }
    boolean handle = type.returnType() == MemorySegment.class && written.returnType() == long.class;
    return handle ? type.changeReturnType(long.class) : type;
  }
}
