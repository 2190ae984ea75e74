package dev.ioserver.start;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program said that ran in a JVM of its own.
 *
 * @param code its exit code
 * @param lines its output, both streams as one
 */
public record Started(int code, List<String> lines) {

  private static final long PATIENCE_SECONDS = 120;

  /** How the log writes a warning; Java's own begin so too. */
  private static final String WARNING = "WARNING: ";

  /** Runs {@link OpenTwice} on the class path. */
  public static Started onClassPath(Jars jars, String... flags) throws Exception {
    return onClassPath(jars.path(), OpenTwice.class.getName(), flags);
  }

  /** Runs a class of the class path. */
  public static Started onClassPath(String path, String main, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(flags));
    arguments.addAll(List.of("-cp", Jars.programs() + File.pathSeparator + path, main));
    return java(Map.of(), arguments);
  }

  /** Runs {@link OpenTwice} with the jars as modules. */
  public static Started asModules(Jars jars, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(flags));
    arguments.addAll(List.of("-p", jars.path(), "--add-modules", Jars.ENGINE));
    arguments.addAll(List.of("-cp", Jars.programs().toString(), OpenTwice.class.getName()));
    return java(Map.of(), arguments);
  }

  /** Runs Java with these arguments. */
  public static Started java(Map<String, String> environment, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    // Of what the log and Java say, the tests read the English.
    command.add("-Duser.language=en");
    command.addAll(arguments);
    Path output = Files.createTempFile("started", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What the environment of the tests wants of Java is not this program's.
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end: " + Files.readString(output));
      }
      return new Started(process.exitValue(), Files.readAllLines(output));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }

  /**
   * What the engine's log warned of. Java's own warnings are about methods, and not the engine's.
   */
  public List<String> warnings() {
    return lines.stream()
        .filter(line -> line.startsWith(WARNING) && !isOfJava(line))
        .map(line -> line.substring(WARNING.length()))
        .toList();
  }

  /** What Java warned of: native access that nobody granted. */
  public List<String> javaWarnings() {
    return lines.stream().filter(line -> line.startsWith(WARNING) && isOfJava(line)).toList();
  }

  private static boolean isOfJava(String line) {
    return line.contains("estricted method")
        || line.contains("java.lang.foreign")
        || line.startsWith(WARNING + "Use --enable-native-access");
  }

  /** Whether a line begins so. */
  public boolean says(String start) {
    return lines.stream().anyMatch(line -> line.startsWith(start));
  }

  /** The last line, which holds the verdict of the doctor. */
  public String last() {
    return lines.getLast();
  }

  @Override
  public String toString() {
    return "exit code " + code + "\n" + String.join("\n", lines);
  }
}
