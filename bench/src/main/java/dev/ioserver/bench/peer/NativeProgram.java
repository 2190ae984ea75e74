package dev.ioserver.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is no Java program: its source comes with the benchmarks and is compiled on the
 * machine that measures it. What was compiled is kept in a directory of the user's, named after the
 * source, so that the forks of a run, and the next run, find it there.
 */
public final class NativeProgram {

  /** An epoll loop that echoes, in C. */
  public static final NativeProgram ECHO_C = c("echo");

  /** An epoll loop that does with datagrams what they ask for, in C. */
  public static final NativeProgram DATAGRAMS_C = c("datagrams");

  /** A thread in epoll_wait and one that writes to its eventfd, in C. */
  public static final NativeProgram WAKE_C = c("wake");

  /** An epoll loop that echoes, in Rust on mio. */
  public static final NativeProgram ECHO_MIO =
      new NativeProgram("echo-mio", List.of("Cargo.toml", "Cargo.lock", "src/main.rs"), true);

  private static final long COMPILE_SECONDS = 180;
  private static final String RESOURCES = "/dev/ioserver/bench/native/";

  private final String name;
  private final List<String> sources;
  private final boolean rust;

  private @Nullable Path program;
  private @Nullable String cause;

  private NativeProgram(String name, List<String> sources, boolean rust) {
    this.name = name;
    this.sources = sources;
    this.rust = rust;
  }

  private static NativeProgram c(String name) {
    return new NativeProgram(name, List.of(name + ".c"), false);
  }

  /** The one that echoes and has this name among the peers. */
  public static NativeProgram echo(String peer) {
    return switch (peer) {
      case Peers.C -> ECHO_C;
      case Peers.MIO -> ECHO_MIO;
      default -> throw new IllegalArgumentException(peer + " is no program of its own");
    };
  }

  /** Why it cannot run here, or null; compiles it if need be. */
  public synchronized @Nullable String unavailabilityCause() {
    if (program == null && cause == null) {
      try {
        build();
      } catch (IOException e) {
        cause = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        cause = "interrupted while it was compiled";
      }
    }
    return cause;
  }

  /** Starts it. Its error output is this process's. */
  public Process start(String... arguments) throws IOException {
    String missing = unavailabilityCause();
    Path found = program;
    if (missing != null || found == null) {
      throw new IOException(name + " cannot run here: " + missing);
    }
    List<String> command = new ArrayList<>();
    command.add(found.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void build() throws IOException, InterruptedException {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new IOException("it is written for Linux");
    }
    Path directory = directory();
    Path done = directory.resolve(name);
    if (!Files.isExecutable(done)) {
      compile(directory, done);
    }
    program = done;
  }

  private void compile(Path directory, Path done) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(directory, "build");
    for (String source : sources) {
      Path target = work.resolve(source);
      Files.createDirectories(target.getParent() == null ? work : target.getParent());
      Files.write(target, resource(source));
    }
    Path built;
    if (rust) {
      run(work, List.of("cargo", "build", "--release", "--locked", "--quiet"));
      built = work.resolve("target/release/" + name);
    } else {
      built = work.resolve(name + ".out");
      run(work, List.of("cc", "-O2", "-pthread", "-o", built.toString(), sources.getFirst()));
    }
    // Whole at once: another process may be looking.
    Files.move(built, done, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    deleteTree(work);
  }

  private static void run(Path work, List<String> command)
      throws IOException, InterruptedException {
    Path log = work.resolve("log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("there is no " + command.getFirst() + " on the path", e);
    }
    if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " took more than " + COMPILE_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(command.getFirst() + " failed: " + firstLine(log));
    }
  }

  private static String firstLine(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).findFirst().orElse("without a word");
    }
  }

  private Path directory() throws IOException {
    int hash = 1;
    for (String source : sources) {
      hash = 31 * hash + new String(resource(source), StandardCharsets.UTF_8).hashCode();
    }
    Path directory =
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            "ioserver-bench-" + System.getProperty("user.name", "user"),
            name + "-" + Integer.toHexString(hash));
    return Files.createDirectories(directory);
  }

  private byte[] resource(String source) throws IOException {
    String path = RESOURCES + (rust ? name + "/" : "") + source;
    try (InputStream in = NativeProgram.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("the source " + path + " is not in the jar");
      }
      return in.readAllBytes();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var tree = Files.walk(root)) {
      for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
