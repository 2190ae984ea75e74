package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the Javadoc are those of this package, and javadoc finds nothing wrong. */
class SnippetsTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path MAIN = MODULE.resolve("src/main/java");
  private static final Path TESTS = MODULE.resolve("src/test/java");

  private static final Pattern SNIPPET = Pattern.compile("\\{@snippet\\b([^}]*)");
  private static final Pattern EXTERNAL =
      Pattern.compile("\\s*file=\"([\\w./]+)\"[\\s*]+region=\"([\\w-]+)\"\\s*");
  private static final Pattern START = Pattern.compile("// @start region=\"([\\w-]+)\"");

  private static final List<String> PACKAGES =
      List.of(
          "dev.ioserver.engine",
          "dev.ioserver.engine.api",
          "dev.ioserver.engine.memory",
          "dev.ioserver.engine.spi");

  /** House style: a sentence that says what is returned is not said again in a tag. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("warning: no @(return|param|throws)\\b.*");

  /** An example inside a comment would be compiled by nobody. */
  @Test
  void everySnippetIsARegionHereAndEveryRegionIsShown() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Path source : sources(MAIN)) {
      Matcher snippets = SNIPPET.matcher(Files.readString(source));
      while (snippets.find()) {
        Matcher external = EXTERNAL.matcher(snippets.group(1));
        assertTrue(external.matches(), () -> source + ": " + snippets.group());
        shown.add(external.group(1) + " " + external.group(2));
      }
    }
    Set<String> regions = new TreeSet<>();
    for (Path source : sources(TESTS.resolve("dev/ioserver/engine/snippets"))) {
      String name = TESTS.relativize(source).toString().replace('\\', '/');
      START
          .matcher(Files.readString(source))
          .results()
          .forEach(r -> regions.add(name + " " + r.group(1)));
    }
    assertFalse(shown.isEmpty());
    assertEquals(shown, regions);
  }

  @Test
  @Timeout(120)
  void javadocHasNoComplaint(@TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javadoc").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-quiet", "-Xdoclint:all"));
    command.addAll(List.of("-Xmaxwarns", "100000", "-d", folder.resolve("api").toString()));
    command.addAll(List.of("--source-path", MAIN.toString(), "--snippet-path", TESTS.toString()));
    command.addAll(List.of("--module-path", libraries()));
    command.addAll(PACKAGES);
    Path output = folder.resolve("output");
    Process javadoc =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(javadoc.waitFor(100, TimeUnit.SECONDS), "javadoc has not ended in time");
    } finally {
      javadoc.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(output)) {
      String complaints =
          lines
              .filter(line -> line.contains("error: ") || line.contains("warning: "))
              .filter(line -> !LEFT_OUT.matcher(line).find())
              .collect(Collectors.joining("\n"));
      assertEquals("", complaints);
    }
    assertEquals(0, javadoc.exitValue(), () -> text(output));
    String page =
        Files.readString(folder.resolve("api/dev.ioserver.engine/dev/ioserver/engine/Select.html"));
    assertTrue(page.contains("execute(order)"), "the example is not on the page of Select");
  }

  /** The jars that the module requires, wherever the test's own path has them. */
  private static String libraries() {
    return Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(entry -> entry.matches(".*(jctools-core|jspecify)[^/\\\\]*\\.jar"))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
