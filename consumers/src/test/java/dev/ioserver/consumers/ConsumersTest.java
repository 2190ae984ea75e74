package dev.ioserver.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the projects in {@code src/it} have become, as their users would. Each echoes some
 * bytes and says which engine did it.
 */
class ConsumersTest {

  private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);
  private static final boolean WINDOWS = OS.startsWith("windows");

  /** Long enough for any machine; a program that hangs is ended and shown. */
  private static final long MINUTES = 3;

  @TempDir Path folder;

  private record Result(int exitCode, String out, String err) {}

  @Test
  void classPath() throws Exception {
    Path target = target("class-path");
    String path = target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
    assertEchoes(
        run(
            java(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            path,
            "com.example.classpath.Echo"));
  }

  @Test
  void modulePath() throws Exception {
    Path target = target("modular");
    String path = target.resolve("classes") + File.pathSeparator + target.resolve("lib");
    assertEchoes(
        run(
            java(),
            "--enable-native-access=dev.ioserver.bindings",
            "-p",
            path,
            "-m",
            "com.example.modular/com.example.modular.Echo"));
  }

  @Test
  void image() throws Exception {
    Path echo = target("image").resolve("image/bin").resolve(WINDOWS ? "echo.bat" : "echo");
    assertEchoes(WINDOWS ? run("cmd", "/c", echo.toString()) : run(echo.toString()));
  }

  @Test
  void fatJar() throws Exception {
    Path jar = target("fat-jar").resolve("echo.jar");
    try (JarFile file = new JarFile(jar.toFile())) {
      String granted = file.getManifest().getMainAttributes().getValue("Enable-Native-Access");
      assertEquals("ALL-UNNAMED", granted);
    }
    assertEchoes(run(java(), "-jar", jar.toString()));
  }

  private static void assertEchoes(Result result) {
    assertEquals(0, result.exitCode(), result::toString);
    List<String> wanted =
        List.of(
            "engines [epoll, iocp, kqueue, nio]", "echoed to be said again", "engine " + engine());
    // A virtual machine may have something to say of its own, on an odd machine.
    List<String> said = result.out().lines().filter(line -> line.startsWith("e")).toList();
    assertEquals(wanted, said, result::toString);
    // Of native access that was not granted, or of a second best.
    assertFalse(result.err().contains("WARNING"), result::toString);
  }

  /** The best engine of this system. */
  private static String engine() {
    if (OS.startsWith("linux")) {
      return "epoll";
    }
    if (OS.startsWith("mac") || OS.startsWith("freebsd")) {
      return "kqueue";
    }
    return WINDOWS ? "iocp" : "nio";
  }

  private static Path target(String project) {
    Path target = Path.of(System.getProperty("consumers"), project, "target");
    assertTrue(Files.isDirectory(target), () -> "not built: " + target);
    return target;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private Result run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // Options that JVMs take from the environment, and report there, are not the consumers'.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(JAVA_TOOL|_JAVA|JDK_JAVA)_OPTIONS"));
    Process process = builder.start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    assertTrue(ended, () -> "did not end: " + result);
    return result;
  }
}
