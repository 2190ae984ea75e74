package dev.ioserver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * One target under Jazzer, in a process of its own: Jazzer instruments all of it, and ends it. All
 * that is written is in a folder of {@code target/fuzz}.
 */
final class FuzzRun {

  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

  /** A short run begins in the same way each time: what fails in it, a change has broken. */
  private static final long SEED = 1;

  /** An input that takes longer is a fault: it takes microseconds, and a machine may be busy. */
  private static final int INPUT_SECONDS = 60;

  /** What the process may take beyond its time: to start, for a last input, and to end. */
  private static final int MORE_SECONDS = 180;

  /** Of a library for another C library, such as musl. */
  private static final String NOT_LOADED = UnsatisfiedLinkError.class.getName();

  private static final int LONGEST_INPUT = 2_048;

  private static final int LONG = 60;

  /** What is instrumented: the parsers, and the side of a port that receives. */
  private static final String FUZZED =
      "dev.ioserver.engine.api.**:dev.ioserver.engine.port.**:dev.ioserver.examples.**";

  private static final String TOOLS =
      "dev.ioserver.engine.port.Fake**:dev.ioserver.engine.port.Fuzz**";

  /** In the status lines of libFuzzer: how many places of the code have been reached. */
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

  /** What libFuzzer calls the inputs that it keeps because something is wrong with them. */
  private static final Pattern BAD =
      Pattern.compile("(crash|timeout|oom|slow-unit|leak)-\\p{XDigit}+");

  private final Class<?> target;
  private final List<byte[]> seeds;
  private final Path corpus;
  private final Path folder;
  private final Path log;

  /**
   * Creates a run.
   *
   * @param corpus a folder with more inputs to begin with, if it exists
   */
  FuzzRun(Class<?> target, List<byte[]> seeds, Path corpus) {
    this.target = target;
    this.seeds = seeds;
    this.corpus = corpus;
    this.folder = FuzzTest.module().resolve("target/fuzz").resolve(target.getSimpleName());
    this.log = folder.resolve("log.txt");
  }

  /** Fuzzes for so long. Fails with the input that is at fault, is skipped where Jazzer is not. */
  void run(long seconds) throws IOException, InterruptedException {
    skipWithoutJazzer();
    prepare();
    // libFuzzer has 32 bits for it, and takes 0 for none.
    long unasked = FuzzTest.isLong() ? System.nanoTime() : SEED;
    long seed = Long.getLong("ioserver.seed", unasked) & Integer.MAX_VALUE | 1;
    List<String> command = command(seconds, seed);
    System.out.println(target.getSimpleName() + ": ioserver.seed=" + seed);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended;
    try {
      ended = process.waitFor(seconds + MORE_SECONDS, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(log, ISO_8859_1);
    if (!ended) {
      Assertions.fail("Jazzer did not end within its time:\n" + tail(output));
    }
    if (process.exitValue() != 0) {
      if (output.contains(NOT_LOADED)) {
        skip("Jazzer's library cannot be loaded, see " + log);
      }
      Assertions.fail(fault(output, command));
    }
    report(output);
  }

  /** Jazzer brings a library for each system that it runs on. */
  private static void skipWithoutJazzer() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = name.startsWith("mac") ? "macos" : name.startsWith("win") ? "windows" : name;
    String library =
        "com/code_intelligence/jazzer/driver/jazzer_driver_"
            + system
            + "_"
            + (arch.equals("amd64") ? "x86_64" : arch)
            + "/"
            + (system.equals("windows") ? "" : "lib")
            + "jazzer_driver"
            + (system.equals("windows") ? ".dll" : system.equals("macos") ? ".dylib" : ".so");
    if (ClassLoader.getSystemResource(library) == null) {
      skip("Jazzer has no library for " + name + " on " + arch);
    }
  }

  private static void skip(String why) {
    System.err.println("NOTHING IS FUZZED HERE: " + why);
    Assumptions.abort(why);
  }

  private void prepare() throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    Files.createDirectories(folder.resolve("corpus"));
    Path begin = Files.createDirectories(folder.resolve("seeds"));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(begin.resolve("seed-" + i), seeds.get(i));
    }
    for (Path old : bad()) {
      Files.delete(old);
    }
  }

  private List<String> command(long seconds, long seed) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-ea");
    if (seconds < LONG) {
      // What takes seconds is over before the other compiler has made up for its work.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Xmx1g");
    command.add("-XX:+EnableDynamicAgentLoading");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(JAZZER);
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=" + FUZZED);
    command.add("--instrumentation_excludes=" + TOOLS);
    command.add("--custom_hook_includes=" + FUZZED);
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-max_total_time=" + seconds);
    command.add("-max_len=" + LONGEST_INPUT);
    command.add("-timeout=" + INPUT_SECONDS);
    command.add("-rss_limit_mb=4096");
    command.add("-seed=" + seed);
    command.add(folder.resolve("corpus").toString());
    command.add(folder.resolve("seeds").toString());
    if (Files.isDirectory(corpus)) {
      command.add(corpus.toString());
    }
    return command;
  }

  /** Says how far it came. Who reaches nothing does not see the code, and searches blindly. */
  private void report(String output) {
    List<Integer> covered = COVERED.matcher(output).results().map(FuzzRun::number).toList();
    String last = output.lines().filter(line -> COVERED.matcher(line).find()).toList().getLast();
    System.out.println(target.getSimpleName() + ": " + last.strip());
    Assertions.assertTrue(covered.getLast() > 1, "Jazzer has seen nothing of the code:\n" + output);
  }

  private static int number(MatchResult match) {
    return Integer.parseInt(match.group(1));
  }

  private String fault(String output, List<String> command) throws IOException {
    StringBuilder said = new StringBuilder();
    for (Path input : bad()) {
      said.append("\nthe input in hexadecimal: ")
          .append(HexFormat.of().formatHex(Files.readAllBytes(input)))
          .append("\nIt is kept in ")
          .append(input)
          .append("\nTo replay it, copy it to ")
          .append(corpus.resolve("WHAT-IT-SHOWS"))
          .append(
              "\nand run: mvn test -pl fuzz -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=")
          .append(target.getSimpleName())
          .append("\nLeave it there, so that each build tries it.\n");
    }
    int thrown = output.indexOf("== Java Exception");
    return target.getSimpleName()
        + " has found a fault."
        + said
        + (thrown < 0 ? tail(output) : output.substring(thrown))
        + "\nIt was: "
        + String.join(" ", command.subList(command.indexOf(JAZZER), command.size()));
  }

  private List<Path> bad() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> BAD.matcher(file.getFileName().toString()).matches()).toList();
    }
  }

  private static String tail(String output) {
    List<String> lines = output.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
