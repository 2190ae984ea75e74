package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ioserver.bindings.abi.GeneratedCode;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The constants that platform code reads are the generated ones, under their own names. */
@EnabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: needs Windows")
class ConstantsTest {
  private static final List<Class<?>> HOLDERS =
      List.of(
          Afd.class,
          Datagrams.class,
          Handles.class,
          NtStatus.class,
          Sockets.class,
          WindowsErrors.class);

  @Test
  void everyGeneratedConstantIsHandedOnUnderItsName() throws Exception {
    Map<String, Object> generated = new GeneratedCode("windows").constants();
    // Narrow numbers are handed on as int, and the pointer that is none as long.
    generated.replaceAll(
        (name, value) ->
            switch (value) {
              case Byte number -> number.intValue();
              case Short number -> number.intValue();
              case MemorySegment pointer -> pointer.address();
              default -> value;
            });

    Map<String, Object> handedOn = new TreeMap<>();
    for (Class<?> holder : HOLDERS) {
      handedOn.putAll(numbers(holder));
    }

    assertEquals(generated, handedOn);
  }

  @Test
  void everyErrorCodeHasItsNameAndAText() throws Exception {
    numbers(WindowsErrors.class)
        .forEach(
            (name, number) -> {
              assertEquals(name, WindowsErrors.name((Integer) number));
              assertFalse(WindowsErrors.text((Integer) number).startsWith("an error"), name);
            });
  }

  private static Map<String, Object> numbers(Class<?> holder) throws IllegalAccessException {
    Map<String, Object> numbers = new TreeMap<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType().isPrimitive()) {
        numbers.put(field.getName(), field.get(null));
      }
    }
    return numbers;
  }
}
