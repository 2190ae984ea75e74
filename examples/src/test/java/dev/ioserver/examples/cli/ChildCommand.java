package dev.ioserver.examples.cli;

import dev.ioserver.examples.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a JVM of its own, started as the launcher does it. */
final class ChildCommand implements AutoCloseable {

  /** What the launcher has on the module path. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "[/\\\\](engine|bindings|tls|platform-[a-z]+)[/\\\\]target|"
              + "ioserver-(engine|bindings|tls|platform)|picocli|HdrHistogram|xchart|VectorGraphics2D|jctools|jspecify");

  private final Process process;
  private final BufferedReader output;
  private final StringBuilder seen = new StringBuilder();

  ChildCommand(String... args) throws IOException {
    this(List.of(), Map.of(), args);
  }

  private ChildCommand(List<String> jvmArgs, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=dev.ioserver.bindings,dev.ioserver.examples");
    command.addAll(jvmArgs);
    command.add("-p");
    command.add(modulePath());
    command.add("-m");
    command.add("dev.ioserver.examples/" + Main.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    output = process.inputReader();
  }

  /** With these options for the JVM. */
  static ChildCommand withOptions(List<String> jvmArgs, String... args) throws IOException {
    return new ChildCommand(jvmArgs, Map.of(), args);
  }

  /**
   * Sees no fonts, whatever is installed: that is, on Linux, if fontconfig knows of none, and if
   * there is no list of them in the home directory, where AWT keeps one from its last time.
   *
   * @param folder an empty one
   */
  static ChildCommand withoutFonts(Path folder, String... args) throws IOException {
    Path config = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    return new ChildCommand(
        List.of("-Duser.home=" + folder), Map.of("FONTCONFIG_FILE", config.toString()), args);
  }

  /** Reads lines until one contains a text, and returns it. */
  String await(String text) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      seen.append(line).append('\n');
      if (line.contains(text)) {
        return line;
      }
    }
    throw new AssertionError("'" + text + "' never came: " + seen);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy() would close the output as well
  }

  /** Everything that it printed, once it has ended. */
  String rest() throws IOException {
    output.lines().forEach(line -> seen.append(line).append('\n'));
    return seen.toString();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + seen);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** What the launcher has on the module path, from where this JVM has it. */
  static String modulePath() {
    String own = Main.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
        .map(name -> System.getProperty(name, ""))
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .filter(entry -> NEEDED.matcher(entry).find() && !entry.contains("test-classes"))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator, own + File.pathSeparator, ""));
  }
}
