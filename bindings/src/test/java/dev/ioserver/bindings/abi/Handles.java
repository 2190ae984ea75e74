package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares handles with the functions that they are for. */
public final class Handles {
  private Handles() {}

  /** Six longs behind the segment for errno, whatever the function takes. */
  private static final MethodType TYPE =
      MethodType.methodType(long.class, MemorySegment.class)
          .appendParameterTypes(Collections.nCopies(6, long.class));

  /**
   * Each function has a class with its handle. Links them all. One that the system does not have
   * has no handle.
   */
  public static void assertMatch(Class<?> functions, Class<?> handles) throws Exception {
    Map<String, MethodType> expected = new TreeMap<>();
    Map<String, MethodType> linked = new TreeMap<>();
    for (Field field : functions.getDeclaredFields()) {
      if (field.getType() == CFunction.class) {
        field.setAccessible(true);
        CFunction function = (CFunction) field.get(null);
        if (function.isPresent() || !function.name().equals("accept4")) {
          expected.put(field.getName().replace("_", "").toLowerCase(Locale.ROOT), TYPE);
        }
      }
    }
    for (Class<?> holder : handles.getDeclaredClasses()) {
      Field field = holder.getDeclaredField("CALL");
      field.setAccessible(true);
      MethodHandle handle = (MethodHandle) field.get(null);
      if (handle != null) {
        linked.put(holder.getSimpleName().toLowerCase(Locale.ROOT), handle.type());
      }
    }
    assertFalse(expected.isEmpty());
    assertEquals(expected, linked);
  }
}
