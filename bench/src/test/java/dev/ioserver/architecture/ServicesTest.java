package dev.ioserver.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a module provides by its descriptor is found on the class path as well. */
class ServicesTest {

  private static final Pattern PROVIDES =
      Pattern.compile("provides\\s+([\\w.]+)\\s+with\\s+([\\w.,\\s]+);");

  @Test
  void everyServiceOfADescriptorHasItsFile() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    int found = 0;
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.map(each -> each.resolve("src/main")).toList()) {
        Path descriptor = module.resolve("java/module-info.java");
        if (!Files.exists(descriptor)) {
          continue;
        }
        Matcher provides = PROVIDES.matcher(Files.readString(descriptor));
        while (provides.find()) {
          found++;
          Path file = module.resolve("resources/META-INF/services").resolve(provides.group(1));
          assertTrue(Files.exists(file), () -> "not found on the class path: " + file);
          List<String> named =
              Files.readAllLines(file).stream()
                  .map(String::strip)
                  .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                  .toList();
          assertEquals(
              List.of(provides.group(2).strip().split("\\s*,\\s*")), named, file::toString);
        }
      }
    }
    assertTrue(found >= 4, "engines of java.nio, Linux, BSD and Windows: " + found);
  }
}
