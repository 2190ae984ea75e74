package dev.ioserver.bindings.windows;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The compiler of mingw-w64, found on the PATH; a test that needs it is skipped, loudly, where
 * there is none.
 */
record CCompiler(Path executable, Path workDirectory) {
  private static final String NAME = "x86_64-w64-mingw32-gcc";
  private static final long LIMIT_SECONDS = 60;

  /** What the compiler had to say. */
  record Outcome(int exitCode, String output) {}

  static CCompiler orSkip(Path workDirectory) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, NAME);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return new CCompiler(candidate, workDirectory);
      }
    }
    String message = "the ABI of Windows: no " + NAME + " (Debian: gcc-mingw-w64-x86-64)";
    System.err.println("SKIPPED, NOTHING WAS PROVED: " + message);
    return Assumptions.abort(message);
  }

  /** Compiles a source to nothing, to see whether the compiler accepts it. */
  Outcome check(String source, Path headers) throws IOException, InterruptedException {
    Path file = Files.writeString(workDirectory.resolve("check.c"), source);
    Path log = workDirectory.resolve("compiler.log");
    List<String> command =
        List.of(
            executable.toString(), "-std=gnu11", "-fsyntax-only", "-I" + headers, file.toString());
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
}
