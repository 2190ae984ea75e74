package dev.ioserver.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.spi.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log warns of properties that nobody reads, so it must know all those that somebody reads. */
class PropertiesTest {

  private static final Pattern PROPERTY = Pattern.compile("\"(ioserver\\.[a-zA-Z][a-zA-Z.]*)\"");

  @Test
  void noPropertyThatSomebodyReadsIsCalledUnknown() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Path file : sources()) {
      PROPERTY
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .map(found -> found.substring(1, found.length() - 1))
          .forEach(read::add);
    }
    assertTrue(read.contains("ioserver.kqueue.waker"), read.toString());
    List<String> unknown = new ArrayList<>();
    for (String name : read) {
      if (System.getProperty(name) == null) {
        System.setProperty(name, "false");
        try {
          unknown.addAll(Engines.outlook().complaints());
        } finally {
          System.clearProperty(name);
        }
      }
    }
    assertEquals(List.of(), unknown);
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      // What looks the same in the module for Micrometer are names of meters.
      for (Path module : modules.filter(module -> !module.endsWith("micrometer")).toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
