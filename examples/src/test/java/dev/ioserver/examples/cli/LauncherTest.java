package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's AOT cache, in a folder that looks like this project after a build. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: the launcher is for bash")
@Timeout(600)
class LauncherTest {

  private static final String MAKING = "ioserver: making the AOT cache";

  @TempDir private Path home;

  private record Run(String out, String err) {}

  @BeforeEach
  void build() throws IOException {
    Path target = home.resolve("examples/target");
    Path lib = Files.createDirectories(target.resolve("lib"));
    Files.copy(
        Path.of("../ioserver"), home.resolve("ioserver"), StandardCopyOption.COPY_ATTRIBUTES);
    // Older than the jars: there is nothing to be built.
    Path pom = Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.setLastModifiedTime(pom, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    int number = 0;
    for (String entry : ChildCommand.modulePath().split(File.pathSeparator)) {
      Path from = Path.of(entry);
      if (number == 0) {
        pack(from, target.resolve("ioserver-examples-1.jar")); // The classes of this module.
      } else if (Files.isDirectory(from)) {
        pack(from, lib.resolve("classes-" + number + ".jar"));
      } else {
        // Under its own name, by which the JVM calls the module if nothing else says so.
        Files.copy(from, lib.resolve(from.getFileName()));
      }
      number++;
    }
  }

  @Test
  void theFirstRunMakesACacheAndTheNextOnesUseItUntilTheJarsChange() throws Exception {
    Run first = run(Map.of());
    assertTrue(first.out().contains("Java "), first::out);
    assertTrue(first.err().contains(MAKING), first::err);
    String made = onlyCache().toString();

    Run second = run(Map.of("IOSERVER_OPTS", "-Xlog:class+load"));
    assertFalse(second.err().contains(MAKING), second::err);
    // What the cache has are classes of ours that do not come from their jar.
    assertTrue(
        second
            .out()
            .lines()
            .anyMatch(line -> line.contains(" dev.ioserver.") && line.contains("shared objects")),
        second::out);

    Path jar = home.resolve("examples/target/ioserver-examples-1.jar");
    Files.write(jar, longer(Files.readAllBytes(jar)));
    Run third = run(Map.of());
    assertTrue(third.err().contains(MAKING), third::err);
    assertNotEquals(made, onlyCache().toString(), "the old one is gone");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidInOneLineAndTheCommandRuns() throws Exception {
    // Below a file there is no folder, whoever asks.
    Path folder = home.resolve("pom.xml").resolve("cache");
    Run run = run(Map.of("IOSERVER_CACHE", folder.toString()));
    assertTrue(run.out().contains("Java "), run::out);
    List<String> said = run.err().lines().toList();
    assertEquals(1, said.size(), run::err);
    assertTrue(said.getFirst().startsWith("ioserver: no AOT cache, since " + folder), run::err);
  }

  @Test
  void noneIsMadeForWhoWantsNone() throws Exception {
    for (Map<String, String> wish :
        List.of(
            Map.of("IOSERVER_CACHE", "off"),
            Map.of("IOSERVER_OPTS", "-XX:AOTMode=off"),
            Map.of("IOSERVER_OPTS", "-Xshare:off"))) {
      Run run = run(wish);
      assertTrue(run.out().contains("Java "), run::out);
      assertEquals("", run.err());
    }
    assertFalse(Files.exists(home.resolve("examples/target/aot")));
  }

  private Run run(Map<String, String> settings) throws Exception {
    Path out = home.resolve("out.txt");
    Path err = home.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", home.resolve("ioserver").toString(), "--version")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    List.of("IOSERVER_CACHE", "IOSERVER_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .forEach(environment::remove);
    environment.put("IOSERVER_JAVA_HOME", System.getProperty("java.home"));
    environment.putAll(settings);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(300, TimeUnit.SECONDS), "the launcher hangs");
    } finally {
      process.destroyForcibly();
    }
    Run run = new Run(Files.readString(out), Files.readString(err));
    assertEquals(0, process.exitValue(), run::err);
    return run;
  }

  private Path onlyCache() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("examples/target/aot"))) {
      List<Path> found = files.toList();
      assertEquals(1, found.size(), found::toString);
      assertTrue(found.getFirst().toString().endsWith(".aot"), found::toString);
      return found.getFirst();
    }
  }

  /** A jar of the same content and another length: its comment is longer. */
  private static byte[] longer(byte[] jar) {
    byte[] longer = Arrays.copyOf(jar, jar.length + 1);
    // The last two bytes of a jar without a comment are the comment's length.
    longer[jar.length - 2] = 1;
    longer[jar.length] = '!';
    return longer;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
