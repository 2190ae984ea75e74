package dev.ioserver.bsd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program without any Java, which a test compiles and runs. */
final class CProgram {

  private static final long LIMIT_SECONDS = 60;

  private final Path folder;
  private final Path program;

  private CProgram(Path folder, Path program) {
    this.folder = folder;
    this.program = program;
  }

  /**
   * Compiles a file of this project; the test is skipped, loudly, if there is no compiler.
   *
   * @param what what is not proved without it
   * @param source from the root of the project
   */
  static CProgram compiled(Path folder, String what, String source) throws Exception {
    Optional<Path> compiler =
        Stream.of("/usr/bin/cc", "/usr/bin/gcc")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findAny();
    if (compiler.isEmpty()) {
      System.err.println("SKIPPED, NOTHING WAS PROVED: " + what + ": no C compiler");
      Assumptions.abort("no C compiler");
    }
    Path root = Files.isDirectory(Path.of("platform-bsd")) ? Path.of("") : Path.of("..");
    CProgram made = new CProgram(folder, folder.resolve("program"));
    List<String> command =
        new ArrayList<>(List.of(compiler.get().toString(), "-o", made.program.toString()));
    command.add(root.resolve(source).toString());
    command.add("-lpthread");
    if (System.getProperty("os.name").equals("Linux")) {
      command.add("-ldl");
    }
    made.run(List.of(0), command);
    return made;
  }

  /**
   * Runs it, and returns what it said.
   *
   * @param codes the exit codes that are no failure
   */
  String run(List<Integer> codes, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return run(codes, command);
  }

  private String run(List<Integer> codes, List<String> command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("still running: " + command + ": " + Files.readString(log));
      }
      String said = Files.readString(log);
      assertTrue(codes.contains(process.exitValue()), said);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
