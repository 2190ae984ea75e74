package dev.ioserver.bindings.windows;

import dev.ioserver.bindings.windows.generated.windows_h;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that jextract generated, found by reflection so that no test can forget any of it. */
final class GeneratedCode {
  private static final String PACKAGE = windows_h.class.getPackageName();

  private GeneratedCode() {}

  /** Every constant by its C name. */
  static Map<String, Object> constants() throws ReflectiveOperationException {
    Map<String, Object> constants = new TreeMap<>();
    for (Method method : windows_h.class.getDeclaredMethods()) {
      if (isPublicStatic(method)
          && method.getParameterCount() == 0
          && !method.getName().contains("$")) {
        constants.put(method.getName(), method.invoke(null));
      }
    }
    return constants;
  }

  /** The names of all functions; asking for more links them, which needs Windows. */
  static Stream<String> functionNames() {
    String suffix = "$descriptor";
    return Stream.of(windows_h.class.getDeclaredMethods())
        .filter(method -> isPublicStatic(method) && method.getName().endsWith(suffix))
        .map(method -> method.getName().substring(0, method.getName().length() - suffix.length()))
        .sorted();
  }

  /** The type of a function. Links it. */
  static MethodType functionType(String name) throws ReflectiveOperationException {
    Method descriptor = windows_h.class.getMethod(name + "$descriptor");
    return ((FunctionDescriptor) descriptor.invoke(null)).toMethodType();
  }

  /** Every structure by its C type name. */
  static Map<String, GroupLayout> layouts() throws Exception {
    Map<String, GroupLayout> layouts = new TreeMap<>();
    Path classes = Path.of(windows_h.class.getResource("windows_h.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        if (!name.startsWith("windows_h") && !name.contains("$")) {
          Class<?> type = Class.forName(PACKAGE + "." + name);
          layouts.put("struct " + name, (GroupLayout) type.getMethod("layout").invoke(null));
        }
      }
    }
    return layouts;
  }

  private static boolean isPublicStatic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers());
  }
}
