package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The methods and constructors of the public API that take a number or a duration. */
final class NumberMethods {

  private static final List<String> PACKAGES = exported();

  private NumberMethods() {}

  /** In all public types of the packages that the module exports. */
  static List<Executable> find() throws Exception {
    List<Executable> found = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
      all.addAll(List.of(type.getDeclaredConstructors()));
      for (Executable each : all) {
        if (Modifier.isPublic(each.getModifiers()) && !each.isSynthetic() && takesNumber(each)) {
          found.add(each);
        }
      }
    }
    assertTrue(found.size() > 60, "found no more than " + found.size());
    return found;
  }

  private static boolean takesNumber(Executable method) {
    for (Parameter parameter : method.getParameters()) {
      if (!Extremes.of(parameter.getType()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<String> exported() {
    Module module = IoServer.class.getModule();
    return module.getDescriptor().exports().stream()
        .filter(export -> !export.isQualified())
        .map(export -> export.source())
        .sorted()
        .toList();
  }

  private static List<Class<?>> publicTypes() throws Exception {
    Path root = Path.of(IoServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      return publicTypes(root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return publicTypes(jar.getPath("/"));
    }
  }

  private static List<Class<?>> publicTypes(Path root) throws IOException, ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>();
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
        for (Path file : files.sorted().toList()) {
          String simple = file.getFileName().toString().replace(".class", "");
          if (simple.contains("-info") || !file.toString().endsWith(".class")) {
            continue;
          }
          Class<?> type = Class.forName(name + "." + simple);
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  /** The name of a record's only constructor. */
  static String constructor(Class<?> type) {
    return name(type.getDeclaredConstructors()[0]);
  }

  /** A method as recipes name it, with the simple names of its types. */
  static String name(Executable method) {
    StringBuilder name =
        new StringBuilder(method.getDeclaringClass().getSimpleName())
            .append('.')
            .append(method instanceof Constructor<?> ? "new" : method.getName())
            .append('(');
    String separator = "";
    for (Class<?> type : method.getParameterTypes()) {
      name.append(separator).append(type.getSimpleName());
      separator = ", ";
    }
    return name.append(')').toString();
  }
}
