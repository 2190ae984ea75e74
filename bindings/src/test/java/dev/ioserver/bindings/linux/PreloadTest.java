package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.abi.BindingsModule;
import dev.ioserver.bindings.abi.CCompiler;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A preloaded library sees the calls, as kernel-bypass stacks need it to. */
@EnabledOnOs(OS.LINUX)
class PreloadTest {
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void aPreloadedLibrarySeesEveryCall() throws Exception {
    CCompiler compiler =
        CCompiler.onPath(directory, "calls through a preloaded library", "cc", "gcc", "clang");
    Path library = directory.resolve("libinterposer.so");
    Path source = BindingsModule.directory().resolve("src/test/c/interposer.c");
    CCompiler.Outcome linked = compiler.link(source, library);
    assertEquals(0, linked.exitCode(), linked::output);
    Path report = directory.resolve("report.txt");

    runChild(library, report);

    assertEquals(
        "epoll_wait %d recv %d send %d\n"
            .formatted(PreloadChild.EPOLL_WAITS, PreloadChild.RECVS, PreloadChild.SENDS),
        Files.readString(report));
  }

  private void runChild(Path library, Path report) throws Exception {
    Path log = directory.resolve("child.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            BindingsModule.classPathOf(LinuxCalls.class)
                + File.pathSeparator
                + BindingsModule.classPathOf(PreloadChild.class),
            PreloadChild.class.getName());
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put("INTERPOSER_REPORT", report.toString());
    Process child = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertTrue(child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the child does not end");
      String output = Files.readString(log);
      assertEquals(0, child.exitValue(), output);
      assertEquals("", output, "a child with native access enabled has nothing to say");
    } finally {
      child.destroyForcibly();
    }
  }
}
