package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hand-written functions have the types that were generated from the headers. */
class FunctionsTest {
  /** The arguments of the form that is called, where the rest is variadic. */
  private static final Map<String, List<Class<?>>> VARIADIC =
      Map.of(
          "fcntl", List.of(int.class),
          "ioctl", List.of(MemorySegment.class),
          "syscall", List.of(int.class, int.class));

  /** What a system has not, or is called on other systems alone. */
  private static final Map<String, Set<String>> NOT_GENERATED =
      Map.of("linux", Set.of("accept"), "macos", Set.of("accept4"), "freebsd", Set.of());

  @ParameterizedTest
  @CsvSource({
    "linux, dev.ioserver.bindings.linux.LinuxFunctions",
    "macos, dev.ioserver.bindings.bsd.BsdFunctions",
    "freebsd, dev.ioserver.bindings.bsd.BsdFunctions"
  })
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
  void everyGeneratedFunctionIsWrittenWithItsType(String system, String ownFunctions)
      throws Exception {
    Map<String, MethodType> generated = new GeneratedCode(system).functions();
    generated.remove("dlsym"); // Finds the others.
    VARIADIC.forEach(
        (name, arguments) ->
            generated.computeIfPresent(name, (key, type) -> type.appendParameterTypes(arguments)));
    Map<String, MethodType> written = new TreeMap<>();

    for (Class<?> holder : List.of(PosixFunctions.class, Class.forName(ownFunctions))) {
      functions(holder)
          .forEach(
              (constant, function) -> {
                String name = function.name();
                MethodType type = function.type().toMethodType();
                if (constant.endsWith("_AT")) {
                  // The same function once more, with its buffer as an address.
                  type = type.changeParameterType(1, MemorySegment.class);
                  assertEquals(name.toUpperCase(Locale.ROOT) + "_AT", constant);
                  assertEquals(generated.get(name), type, constant);
                  return;
                }
                assertEquals(name.toUpperCase(Locale.ROOT), constant);
                written.put(name, type);
              });
    }

    written.forEach(
        (name, type) -> {
          assertTrue(type.parameterCount() <= Linking.ARGUMENTS, name);
          // What a handle of longs may stand for: see Linking.
          Set<Class<?>> words = Set.of(int.class, long.class, MemorySegment.class);
          assertTrue(words.containsAll(type.parameterList()), name);
        });
    written.keySet().removeAll(NOT_GENERATED.get(system));
    assertEquals(generated, written);
  }

  /**
   * One declaration serves all systems, for the functions too that one of them is not asked for.
   */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
  void acceptHasTheTypeOfGetsocknameEverywhere() throws Exception {
    for (String system : List.of("macos", "freebsd")) {
      Map<String, MethodType> generated = new GeneratedCode(system).functions();
      assertEquals(generated.get("getsockname"), generated.get("accept"));
    }
    assertEquals(PosixFunctions.GETSOCKNAME.type(), PosixFunctions.ACCEPT.type());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs a POSIX system")
  void errnoIsWhereItIsCaptured() {
    assertEquals(
        Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno")),
        CCalls.ERRNO);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs a POSIX system")
  void aFunctionIsPresentOrMissing() {
    assertTrue(PosixFunctions.SOCKET.isPresent());
    CFunction missing = CFunction.ofInt("no_such_function");
    assertFalse(missing.isPresent());
    assertEquals("there is no function no_such_function", missing.missing().getMessage());
    assertEquals(
        "there is no function no_such_function",
        Requirements.linkCause(List.of(PosixFunctions.SOCKET, missing)));
  }

  private static Map<String, CFunction> functions(Class<?> holder) throws Exception {
    Map<String, CFunction> functions = new TreeMap<>();
    for (Field field : holder.getDeclaredFields()) {
      if (field.getType() == CFunction.class) {
        field.setAccessible(true);
        functions.put(field.getName(), (CFunction) field.get(null));
      }
    }
    assertFalse(functions.isEmpty(), holder.getName());
    return functions;
  }
}
