package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.GeneratedCode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The constants that Linux alone has are the generated ones, under their own names. */
@EnabledOnOs(OS.LINUX)
class ConstantsTest {
  private static final List<Class<?>> HOLDERS =
      List.of(Epoll.class, EventFd.class, Membarrier.class);

  @Test
  void everyGeneratedConstantIsHandedOnUnderItsName() throws Exception {
    Map<String, Object> generated = new GeneratedCode("linux").constants();
    generated.keySet().removeIf(name -> !name.matches("EPOLL.*|EFD_.*|MEMBARRIER_.*"));

    Map<String, Object> handedOn = new TreeMap<>();
    for (Class<?> holder : HOLDERS) {
      for (Field field : holder.getDeclaredFields()) {
        if (Modifier.isPublic(field.getModifiers()) && field.getType().isPrimitive()) {
          handedOn.put(field.getName(), field.get(null));
        }
      }
    }

    assertEquals(generated, handedOn);
  }
}
