package dev.ioserver.bindings.abi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A C compiler; a test that needs one is skipped, loudly, where there is none.
 *
 * <p>{@code zig cc} is one that brings the headers of many systems along. The environment variable
 * IOSERVER_ZIG names it, or it is on the PATH.
 *
 * @param command the program and the arguments that come first
 */
public record CCompiler(List<String> command, Path workDirectory) {
  private static final String ZIG = "IOSERVER_ZIG";
  private static final long LIMIT_SECONDS = 300;

  /** What a compiler had to say. */
  public record Outcome(int exitCode, String output) {}

  /** The first of {@code names} that is on the PATH. */
  public static CCompiler onPath(Path workDirectory, String what, String... names) {
    for (String name : names) {
      Path found = find(name);
      if (found != null) {
        return new CCompiler(List.of(found.toString()), workDirectory);
      }
    }
    throw Skip.loudly(what + ": no C compiler, looked for " + String.join(", ", names));
  }

  /** The compiler that compiles for any target. */
  public static CCompiler zig(Path workDirectory, String target) {
    String named = System.getenv(ZIG);
    Path found = named == null || named.isBlank() ? find("zig") : Path.of(named);
    if (found == null) {
      throw Skip.loudly(
          "the ABI of " + target + ": no zig; name one by " + ZIG + ", or put it on the PATH");
    }
    return new CCompiler(List.of(found.toString(), "cc", "-target", target), workDirectory);
  }

  /** Whether one of that name is on the PATH. */
  static boolean isOnPath(String name) {
    return find(name) != null;
  }

  /** Compiles a source, to see whether the compiler accepts it. */
  public Outcome check(String source, String... options) throws IOException, InterruptedException {
    Path file = Files.writeString(workDirectory.resolve("check.c"), source);
    // Compiled in full: with -fsyntax-only zig 0.17 first builds a C library for the target.
    List<String> arguments = new ArrayList<>(List.of("-std=gnu11", "-c", "-o"));
    arguments.add(workDirectory.resolve("check.o").toString());
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    return run(arguments);
  }

  /** Compiles a file to a shared library. */
  public Outcome link(Path source, Path library) throws IOException, InterruptedException {
    return run(List.of("-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl"));
  }

  private Outcome run(List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    Path log = workDirectory.resolve("compiler.log");
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("ZIG_GLOBAL_CACHE_DIR", workDirectory.resolve("cache").toString());
    builder.environment().put("ZIG_LOCAL_CACHE_DIR", workDirectory.resolve("cache").toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("still compiling after " + LIMIT_SECONDS + " s: " + all);
      }
      return new Outcome(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static @Nullable Path find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, name);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
