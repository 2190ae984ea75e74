package dev.ioserver.bindings.abi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.UnionLayout;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
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
 * it. Nothing is linked: the code of each system can be read on any other that has the same types.
 *
 * @param system "linux", "macos", "freebsd" or "windows"
 * @param processor the package with what is one processor's own, or "" where there is none
 */
public record GeneratedCode(String system, String processor) {
  private static final String DESCRIPTOR = "$descriptor";

  /** All that is the same on every processor. */
  public GeneratedCode(String system) {
    this(system, "");
  }

  /** Every constant by its C name. */
  public Map<String, Object> constants() throws ReflectiveOperationException {
    Map<String, MethodType> functions = functions();
    Map<String, Object> constants = new TreeMap<>();
    for (Class<?> header : headers()) {
      for (Method method : header.getDeclaredMethods()) {
        String name = method.getName();
        if (isPublicStatic(method)
            && method.getParameterCount() == 0
            && !name.contains("$")
            && !functions.containsKey(name)) {
          constants.put(name, method.invoke(null));
        }
      }
    }
    return constants;
  }

  /**
   * The type of every function by its C name. One with variadic arguments has the fixed ones alone.
   *
   * <p>The generated descriptors cannot be asked: they belong to classes that look for the
   * functions when they are loaded. The methods beside them have the same types. There is none for
   * a function with variadic arguments, whose class looks for a function that every system has.
   */
  public Map<String, MethodType> functions() throws ReflectiveOperationException {
    Map<String, MethodType> functions = new TreeMap<>();
    Class<?> header = headers().getFirst();
    for (Method method : header.getDeclaredMethods()) {
      if (isPublicStatic(method) && method.getName().endsWith(DESCRIPTOR)) {
        String name = method.getName().replace(DESCRIPTOR, "");
        functions.put(name, type(header, name));
      }
    }
    for (Class<?> variadic : header.getDeclaredClasses()) {
      if (Modifier.isPublic(variadic.getModifiers()) && hasInvoker(variadic)) {
        Field fixed = variadic.getDeclaredField("BASE_DESC");
        fixed.setAccessible(true);
        FunctionDescriptor descriptor = (FunctionDescriptor) fixed.get(null);
        functions.put(variadic.getSimpleName(), descriptor.toMethodType());
      }
    }
    return functions;
  }

  /** Every structure and union by its C type name. */
  public Map<String, GroupLayout> layouts() throws Exception {
    Map<String, GroupLayout> layouts = new TreeMap<>();
    for (Class<?> header : headers()) {
      for (Class<?> type : classesBeside(header)) {
        GroupLayout layout = (GroupLayout) type.getMethod("layout").invoke(null);
        String kind = layout instanceof UnionLayout ? "union " : "struct ";
        layouts.put(kind + type.getSimpleName(), layout);
      }
    }
    return layouts;
  }

  private List<Class<?>> headers() throws ClassNotFoundException {
    String generated = "dev.ioserver.bindings." + system + ".generated.";
    List<Class<?>> headers = new ArrayList<>();
    headers.add(classOf(generated + system + "_h"));
    if (!processor.isEmpty()) {
      headers.add(classOf(generated + processor + ".target_h"));
    }
    return headers;
  }

  private static List<Class<?>> classesBeside(Class<?> header) throws Exception {
    Path folder =
        Path.of(header.getResource(header.getSimpleName() + ".class").toURI()).getParent();
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.contains("_h.") && !name.contains("$")) {
          classes.add(classOf(header.getPackageName() + "." + name.replace(".class", "")));
        }
      }
    }
    return classes;
  }

  private static boolean hasInvoker(Class<?> type) {
    return Stream.of(type.getDeclaredMethods()).anyMatch(it -> it.getName().equals("makeInvoker"));
  }

  private static MethodType type(Class<?> header, String function) {
    for (Method method : header.getDeclaredMethods()) {
      if (method.getName().equals(function)) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
      }
    }
    throw new AssertionError(function);
  }

  /** Not initialised: on another system that may fail, and the types can be had without. */
  private static Class<?> classOf(String name) throws ClassNotFoundException {
    return Class.forName(name, false, GeneratedCode.class.getClassLoader());
  }

  private static boolean isPublicStatic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers());
  }
}
