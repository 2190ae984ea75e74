package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
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

/** All that jextract generated, found by reflection so that no test can forget any of it. */
final class GeneratedCode {
  private static final String PACKAGE = linux_h.class.getPackageName();

  private GeneratedCode() {}

  /** Every constant that is the same on all processors, by its C name. */
  static Map<String, Object> constants() throws ReflectiveOperationException {
    return constants(linux_h.class);
  }

  /** Every constant that is one processor's own, by its C name. */
  static Map<String, Object> constants(Target target) throws ReflectiveOperationException {
    return constants(Class.forName(PACKAGE + "." + target.packageName + ".target_h"));
  }

  private static Map<String, Object> constants(Class<?> header)
      throws ReflectiveOperationException {
    Map<String, Object> constants = new TreeMap<>();
    for (Method method : header.getDeclaredMethods()) {
      if (isPublicStatic(method)
          && method.getParameterCount() == 0
          && !method.getName().contains("$")) {
        constants.put(method.getName(), method.invoke(null));
      }
    }
    return constants;
  }

  /**
   * Every function by its C name; fcntl in the form with one int behind its fixed arguments, ioctl
   * in the form with one pointer, syscall in the form with two ints.
   */
  static Map<String, FunctionDescriptor> functions() throws ReflectiveOperationException {
    String suffix = "$descriptor";
    Map<String, FunctionDescriptor> functions = new TreeMap<>();
    for (Method method : linux_h.class.getDeclaredMethods()) {
      if (isPublicStatic(method) && method.getName().endsWith(suffix)) {
        String name = method.getName().substring(0, method.getName().length() - suffix.length());
        functions.put(name, (FunctionDescriptor) method.invoke(null));
      }
    }
    functions.put("fcntl", linux_h.fcntl.makeInvoker(linux_h.C_INT).descriptor());
    functions.put("ioctl", linux_h.ioctl.makeInvoker(linux_h.C_POINTER).descriptor());
    functions.put(
        "syscall", linux_h.syscall.makeInvoker(linux_h.C_INT, linux_h.C_INT).descriptor());
    return functions;
  }

  /** Every structure and union by its C type name, as it is laid out for one processor. */
  static Map<String, GroupLayout> layouts(Target target)
      throws IOException, ReflectiveOperationException {
    Map<String, GroupLayout> layouts = new TreeMap<>();
    for (String packageName : List.of(PACKAGE, PACKAGE + "." + target.packageName)) {
      for (Class<?> type : classes(packageName)) {
        if (!type.getSimpleName().contains("_h")) {
          GroupLayout layout = (GroupLayout) type.getMethod("layout").invoke(null);
          String kind = layout instanceof UnionLayout ? "union " : "struct ";
          layouts.put(kind + type.getSimpleName(), layout);
        }
      }
    }
    return layouts;
  }

  private static List<Class<?>> classes(String packageName)
      throws IOException, ClassNotFoundException {
    Path sources =
        BindingsModule.directory().resolve("src/main/java", packageName.replace('.', '/'));
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          classes.add(Class.forName(packageName + "." + name.replace(".java", "")));
        }
      }
    }
    return classes;
  }

  private static boolean isPublicStatic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers());
  }

  /** A processor that the code was generated for. */
  enum Target {
    X64("amd64", "x64", "x86_64-linux-gnu-gcc"),
    AARCH64("aarch64", "aarch64", "aarch64-linux-gnu-gcc");

    final String osArch;
    final String packageName;
    final String crossCompiler;

    Target(String osArch, String packageName, String crossCompiler) {
      this.osArch = osArch;
      this.packageName = packageName;
      this.crossCompiler = crossCompiler;
    }

    boolean isHost() {
      return System.getProperty("os.name").equals("Linux")
          && System.getProperty("os.arch").equals(osArch);
    }
  }
}
