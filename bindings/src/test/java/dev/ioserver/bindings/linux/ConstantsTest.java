package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The constants that platform code reads are the generated ones, under their own names. */
@EnabledOnOs(OS.LINUX)
class ConstantsTest {
  private static final List<Class<?>> HOLDERS =
      List.of(
          Epoll.class,
          EventFd.class,
          Fcntl.class,
          Membarrier.class,
          Sockets.class,
          Errno.class,
          Rlimit.class);

  @Test
  void everyGeneratedConstantIsHandedOnUnderItsName() throws Exception {
    Map<String, Object> generated = GeneratedCode.constants();
    generated.remove("RTLD_DEFAULT"); // For finding functions, which this package does itself.

    Map<String, Object> handedOn = new TreeMap<>();
    for (Class<?> holder : HOLDERS) {
      handedOn.putAll(numbers(holder));
    }

    assertEquals(generated, handedOn);
  }

  @Test
  void everyErrorNumberHasItsNameAndAText() throws Exception {
    Map<String, Object> numbers = numbers(Errno.class);
    numbers.remove("EWOULDBLOCK"); // The second name of EAGAIN.

    numbers.forEach(
        (name, number) -> {
          assertEquals(name, Errno.name((Integer) number));
          assertFalse(Errno.text((Integer) number).startsWith("an error"), name);
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
