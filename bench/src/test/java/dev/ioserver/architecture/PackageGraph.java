package dev.ioserver.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which package of the project uses which. Compiled classes say most of it; imports say the rest,
 * since a constant is copied by the compiler and a link in a comment is nowhere else.
 */
final class PackageGraph {

  private static final String PROJECT = "dev.ioserver.";
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?(dev\\.ioserver(?:\\.[a-z]\\w*)*)\\.[A-Z]");

  /** By the using package: the used ones, each with somebody who uses it. */
  private final SortedMap<String, SortedMap<String, String>> arrows = new TreeMap<>();

  /** Adds what compiled classes use. */
  void addClasses(JavaClasses classes) {
    for (JavaClass type : classes) {
      type.getDirectDependenciesFromSelf()
          .forEach(
              use ->
                  add(
                      type.getPackageName(),
                      use.getTargetClass().getBaseComponentType().getPackageName(),
                      type.getSimpleName()
                          + " uses "
                          + use.getTargetClass().getBaseComponentType().getSimpleName()));
    }
  }

  /** Adds what the sources in a folder import. */
  void addImports(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        addImportsOf(file);
      }
    }
  }

  private void addImportsOf(Path file) throws IOException {
    String from = "";
    for (String line : Files.readAllLines(file)) {
      Matcher own = PACKAGE.matcher(line);
      if (own.find()) {
        from = own.group(1);
      }
      Matcher other = IMPORT.matcher(line);
      if (other.find()) {
        add(from, other.group(1), file.getFileName() + " says " + line);
      }
    }
  }

  void add(String from, String to, String witness) {
    if (!from.equals(to) && (from + ".").startsWith(PROJECT) && (to + ".").startsWith(PROJECT)) {
      arrows.computeIfAbsent(from, key -> new TreeMap<>()).putIfAbsent(to, witness);
    }
  }

  /** The packages that use another. */
  Set<String> users() {
    return arrows.keySet();
  }

  /** The packages that a package uses, each with somebody who uses it. */
  Map<String, String> usedBy(String from) {
    return arrows.getOrDefault(from, new TreeMap<>());
  }

  /** The packages that, by however many steps, use each other; each arrow between them in words. */
  List<String> circles() {
    List<String> found = new ArrayList<>();
    for (String from : arrows.keySet()) {
      usedBy(from)
          .forEach(
              (to, witness) -> {
                if (reachedFrom(to).contains(from)) {
                  found.add(from + " -> " + to + ": " + witness);
                }
              });
    }
    return found;
  }

  private Collection<String> reachedFrom(String start) {
    Set<String> reached = new TreeSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(start));
    while (!left.isEmpty()) {
      for (String next : usedBy(left.pop()).keySet()) {
        if (reached.add(next)) {
          left.push(next);
        }
      }
    }
    return reached;
  }
}
