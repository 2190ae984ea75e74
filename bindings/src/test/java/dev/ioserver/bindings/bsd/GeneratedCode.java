package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that jextract generated for one system, found by reflection so that no test can forget any of
 * it.
 *
 * @param system "macos" or "freebsd"
 */
record GeneratedCode(String system) {

  /** Where this module's sources are, whether the tests start in the module or in the project. */
  static Path module() {
    Path here = Path.of("").toAbsolutePath();
    Path module =
        Files.isDirectory(here.resolve("src/main/jextract")) ? here : here.resolve("bindings");
    assertTrue(
        Files.isDirectory(module.resolve("src/main/jextract")), "no bindings module in " + here);
    return module;
  }

  /** Every constant by its C name. */
  Map<String, Object> constants() throws ReflectiveOperationException {
    Map<String, Object> constants = new TreeMap<>();
    for (Method method : headers().getDeclaredMethods()) {
      // A function without arguments is no constant: it has a descriptor.
      if (isPublicStatic(method)
          && method.getParameterCount() == 0
          && !method.getName().contains("$")
          && !method.getName().equals("kqueue")) {
        constants.put(method.getName(), method.invoke(null));
      }
    }
    return constants;
  }

  /**
   * The type of every function by its C name; fcntl in the form with one int behind its fixed
   * arguments. The generated descriptors cannot be asked: they belong to classes that look for the
   * functions when they are loaded. The methods beside them have the same types.
   */
  Map<String, FunctionDescriptor> functions() throws ReflectiveOperationException {
    Map<String, FunctionDescriptor> functions = new TreeMap<>();
    for (Method method : headers().getDeclaredMethods()) {
      if (isPublicStatic(method) && method.getName().endsWith("$descriptor")) {
        String name = method.getName().substring(0, method.getName().indexOf('$'));
        functions.put(name, descriptor(method(name)));
      }
    }
    functions.put(
        "fcntl",
        FunctionDescriptor.of(
            Types.of(int.class), Types.of(int.class), Types.of(int.class), Types.of(int.class)));
    return functions;
  }

  /** Every structure and union by its C type name. */
  Map<String, GroupLayout> layouts() throws IOException, ReflectiveOperationException {
    Map<String, GroupLayout> layouts = new TreeMap<>();
    for (Class<?> type : classes()) {
      if (!type.getSimpleName().contains("_h")) {
        GroupLayout layout = (GroupLayout) type.getMethod("layout").invoke(null);
        String kind = layout instanceof UnionLayout ? "union " : "struct ";
        layouts.put(kind + type.getSimpleName(), layout);
      }
    }
    return layouts;
  }

  private Class<?> headers() throws ClassNotFoundException {
    return Class.forName(packageName() + "." + system + "_h");
  }

  private String packageName() {
    return "dev.ioserver.bindings." + system + ".generated";
  }

  private Method method(String name) throws ReflectiveOperationException {
    for (Method method : headers().getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new AssertionError(name);
  }

  private static FunctionDescriptor descriptor(Method method) {
    List<MemoryLayout> arguments = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      arguments.add(Types.of(type));
    }
    return FunctionDescriptor.of(
        Types.of(method.getReturnType()), arguments.toArray(new MemoryLayout[0]));
  }

  private List<Class<?>> classes() throws IOException, ClassNotFoundException {
    Path sources = module().resolve("src/main/java", packageName().replace('.', '/'));
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          classes.add(Class.forName(packageName() + "." + name.replace(".java", "")));
        }
      }
    }
    return classes;
  }

  private static boolean isPublicStatic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers());
  }
}
