package dev.ioserver.bindings.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A C compiler found on the PATH; a test that needs one is skipped, loudly, where there is none.
 */
record CCompiler(Path executable, Path workDirectory) {
  private static final long LIMIT_SECONDS = 60;

  /** What a compiler had to say. */
  record Outcome(int exitCode, String output) {}

  /** The first of {@code names} that is on the PATH. */
  static CCompiler orSkip(Path workDirectory, String what, String... names) {
    for (String name : names) {
      Optional<Path> found = find(name);
      if (found.isPresent()) {
        return new CCompiler(found.get(), workDirectory);
      }
    }
    throw skip(what + ": no C compiler, looked for " + String.join(", ", names));
  }

  /** Compiles a source to nothing, to see whether the compiler accepts it. */
  Outcome check(String source) throws IOException, InterruptedException {
    Path file = Files.writeString(workDirectory.resolve("check.c"), source);
    return run("-std=gnu11", "-fsyntax-only", file.toString());
  }

  /** Compiles a file to a shared library. */
  Outcome link(Path source, Path library) throws IOException, InterruptedException {
    return run("-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
  }

  /** Ends the test as skipped and says so where a reader of the log cannot miss it. */
  static RuntimeException skip(String message) {
    System.err.println("SKIPPED, NOTHING WAS PROVED: " + message);
    return Assumptions.abort(message);
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    Path log = workDirectory.resolve("compiler.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("still compiling after " + LIMIT_SECONDS + " s: " + command);
      }
      return new Outcome(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, name);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
