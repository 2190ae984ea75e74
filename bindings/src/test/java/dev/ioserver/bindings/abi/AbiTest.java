package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A C compiler, with the headers of the system, confirms every constant, every size and offset of
 * every structure, and every function, for each system and processor that code was generated for.
 */
class AbiTest {
  private static final long LIMIT_SECONDS = 120;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyConstantStructureAndFunction(AbiTarget target) throws Exception {
    CCompiler compiler = target.compiler(directory);
    String facts = target == AbiTarget.WINDOWS_X64 ? factsOfWindows() : facts(target);
    for (String one : List.of("ECONNRESET", "sizeof(" + target.typicalStruct(), "getsockopt")) {
      assertTrue(facts.contains(one), one);
    }

    CCompiler.Outcome outcome = target.check(compiler, facts);

    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  /** Without this, a compiler that accepted everything would pass. */
  @ParameterizedTest
  @EnumSource
  void aWrongNumberIsNoticed(AbiTarget target) throws Exception {
    CCompiler compiler = target.compiler(directory);
    String wrong = new AbiFacts().equal("sizeof(struct sockaddr_in6)", 27).toString();
    assertNotEquals(0, target.check(compiler, wrong).exitCode());
  }

  private static String facts(AbiTarget target) throws Exception {
    GeneratedCode code = target.code();
    return new AbiFacts().constants(code).layouts(code).functions(code).toString();
  }

  /** The types of its functions are compared with those of the handles on Windows: HandlesTest. */
  private String factsOfWindows() throws Exception {
    String declared =
        new GeneratedCode("windows")
            .functions().keySet().stream()
                .map(name -> new AbiFacts().equal("sizeof(&" + name + ")", 8).toString())
                .collect(Collectors.joining());
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            // Read by the JDK where it decides what the C types are.
            "-Djdk.internal.foreign.CABI=WIN_64",
            "-cp",
            BindingsModule.classPathOf(CFunction.class)
                + File.pathSeparator
                + BindingsModule.classPathOf(AbiFacts.class),
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
    return declared + Files.readString(output);
  }
}
