package dev.ioserver.bindings.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compiler of mingw-w64, with the headers that are installed beside it, confirms every
 * constant, and every size and offset of every structure. Nothing of Windows has to run.
 */
class AbiTest {
  private static final long LIMIT_SECONDS = 120;

  private final Path headers = BindingsModule.directory().resolve("src/main/jextract/windows");

  @TempDir Path directory;

  @Test
  void everyConstantSizeAndOffset() throws Exception {
    CCompiler compiler = CCompiler.orSkip(directory);
    String facts = facts();
    for (String one :
        List.of("(WSAECONNRESET)", "sizeof(struct afd_poll_info)", "IOCTL_AFD_POLL")) {
      assertTrue(facts.contains(one), one);
    }
    CCompiler.Outcome outcome = compiler.check(source(facts), headers);
    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  /** Their types are compared with those of the handles on Windows itself: HandlesTest. */
  @Test
  void everyFunctionIsDeclared() throws Exception {
    CCompiler compiler = CCompiler.orSkip(directory);
    String uses =
        GeneratedCode.functionNames()
            .map(name -> "_Static_assert(sizeof(&" + name + ") == 8, \"" + name + "\");\n")
            .collect(Collectors.joining());
    assertTrue(uses.contains("NtCancelIoFileEx"), uses);
    CCompiler.Outcome outcome = compiler.check(source(uses), headers);
    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  /** Our own header holds to what everyone else who sends this poll has found. */
  @Test
  void thePollIsTheOneThatItsUsersKnow() throws Exception {
    CCompiler compiler = CCompiler.orSkip(directory);
    String known =
        """
        _Static_assert(IOCTL_AFD_POLL == 0x00012024, "the request");
        _Static_assert(sizeof(struct afd_poll_info) == 32, "the argument");
        _Static_assert(SIO_BASE_HANDLE == 0x48000022, "the base socket");
        """;
    CCompiler.Outcome outcome = compiler.check(source(known), headers);
    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  /** Without this, a compiler that accepted everything would pass all the tests above. */
  @Test
  void aWrongNumberIsNoticed() throws Exception {
    CCompiler compiler = CCompiler.orSkip(directory);
    String wrong = "_Static_assert(sizeof(struct sockaddr_in6) == 27, \"\");\n";
    assertNotEquals(0, compiler.check(source(wrong), headers).exitCode());
  }

  private static String source(String assertions) {
    return "#include \"windows_calls.h\"\n#include <stddef.h>\n" + assertions;
  }

  private String facts() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            // Read by the JDK where it decides what the C types are.
            "-Djdk.internal.foreign.CABI=WIN_64",
            "-cp",
            classPathOf(WindowsBindings.class) + File.pathSeparator + classPathOf(AbiFacts.class),
            AbiFacts.class.getName());
    Path output = directory.resolve("facts.c");
    Path errors = directory.resolve("facts.log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "still running");
      assertEquals(0, process.exitValue(), Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  /**
   * The folder a class was compiled to; tests patch the module, so its own location will not do.
   */
  private static Path classPathOf(Class<?> type) throws Exception {
    URI file = type.getResource(type.getSimpleName() + ".class").toURI();
    Path path = Path.of(file);
    for (int depth = type.getName().split("\\.").length; depth > 0; depth--) {
      path = path.getParent();
    }
    return path;
  }
}
