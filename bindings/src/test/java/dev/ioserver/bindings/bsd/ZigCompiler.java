package dev.ioserver.bindings.bsd;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * {@code zig cc}, a C compiler that brings the headers of many systems along. The environment
 * variable IOSERVER_ZIG names it, or it is on the PATH; a test that needs it is skipped, loudly,
 * where there is none.
 */
record ZigCompiler(Path executable, Path workDirectory) {
  private static final String VARIABLE = "IOSERVER_ZIG";
  private static final long LIMIT_SECONDS = 300;

  /** What a compiler had to say. */
  record Outcome(int exitCode, String output) {}

  /** The compiler, or the end of the test. */
  static ZigCompiler orSkip(Path workDirectory, String what) {
    Path found = find();
    if (found == null) {
      String message = what + ": no zig; name one by " + VARIABLE + ", or put it on the PATH";
      System.err.println("SKIPPED, NOTHING WAS PROVED: " + message);
      return Assumptions.abort(message);
    }
    return new ZigCompiler(found, workDirectory);
  }

  /** Compiles a source, to see whether the compiler accepts it. */
  Outcome check(String target, String source) throws IOException, InterruptedException {
    Path file = Files.writeString(workDirectory.resolve("check.c"), source);
    List<String> command = new ArrayList<>(List.of(executable.toString(), "cc", "-target", target));
    // Compiled in full: with -fsyntax-only zig 0.17 first builds a C library for the target.
    String object = workDirectory.resolve("check.o").toString();
    command.addAll(List.of("-std=gnu11", "-c", "-o", object, file.toString()));
    Path log = workDirectory.resolve("compiler.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("ZIG_GLOBAL_CACHE_DIR", workDirectory.resolve("cache").toString());
    builder.environment().put("ZIG_LOCAL_CACHE_DIR", workDirectory.resolve("cache").toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("still compiling after " + LIMIT_SECONDS + " s: " + command);
      }
      return new Outcome(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static @Nullable Path find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, "zig");
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
