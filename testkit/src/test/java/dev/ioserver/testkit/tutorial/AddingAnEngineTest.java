package dev.ioserver.testkit.tutorial;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The code in docs/adding-an-engine.md is that of the tutorial engine, to the letter. */
class AddingAnEngineTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> codeOfThePageIsTheCodeOfTheEngine() throws IOException {
    String engine = sources();
    List<String> blocks = blocks(MODULE.resolveSibling("docs").resolve("adding-an-engine.md"));
    assertTrue(blocks.size() >= 5, blocks.size() + " blocks of code");
    return blocks.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.lines().findFirst().orElseThrow(),
                    () ->
                        assertTrue(engine.contains(block), () -> "not in the engine:\n" + block)));
  }

  /** All classes of the engine and its test, without what comes before the margin. */
  private static String sources() throws IOException {
    Path folder = MODULE.resolve("src/test/java/dev/ioserver/testkit/tutorial");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("Tutorial"))
          .map(AddingAnEngineTest::lines)
          .flatMap(List::stream)
          .map(String::strip)
          .collect(Collectors.joining("\n"));
    }
  }

  /** The blocks of Java, without what comes before the margin. */
  private static List<String> blocks(Path page) {
    List<String> blocks = new ArrayList<>();
    List<String> open = null;
    for (String line : lines(page)) {
      if (line.strip().equals("```java")) {
        open = new ArrayList<>();
      } else if (line.strip().equals("```") && open != null) {
        blocks.add(String.join("\n", open));
        open = null;
      } else if (open != null) {
        open.add(line.strip());
      }
    }
    return blocks;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
