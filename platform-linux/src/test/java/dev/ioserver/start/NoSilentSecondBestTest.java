package dev.ioserver.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that get a lesser engine than their system has are told so once, with the remedy; and
 * those that get the best one are told nothing.
 */
class NoSilentSecondBestTest {

  private static final String SECOND_BEST =
      "the engine nio is used although this system has a better one, epoll, which cannot be used: ";

  private static final String CLASS_PATH_FLAG = "--enable-native-access=ALL-UNNAMED";
  private static final String MODULE_FLAG = "--enable-native-access=" + Jars.BINDINGS;
  private static final String DENY = "--illegal-native-access=deny";

  private final Jars all = Jars.all();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsSaidOfTheBestEngine(boolean modules) throws Exception {
    Started program =
        modules
            ? Started.asModules(all, MODULE_FLAG, DENY)
            : Started.onClassPath(all, CLASS_PATH_FLAG, DENY);
    assertEquals(List.of("opened epoll", "opened epoll"), program.lines());
  }

  /** Java 25 lets native calls pass that nobody granted, and warns of them itself, once. */
  @ParameterizedTest
  @CsvSource({
    "false, -Dno.flag=true",
    "false, --enable-native-access=java.logging",
    "true, -Dno.flag=true",
    "true, --enable-native-access=java.logging",
    "true, --enable-native-access=ALL-UNNAMED"
  })
  void aMissingFlagIsNotAnsweredByJavaNioInSilence(boolean modules, String flag) throws Exception {
    String remedy = modules ? MODULE_FLAG : CLASS_PATH_FLAG;
    Started program = modules ? Started.asModules(all, flag) : Started.onClassPath(all, flag);
    if (program.says("opened nio")) {
      // Java versions are to come that deny what nobody granted.
      assertTrue(Runtime.version().feature() > 25, program::toString);
      assertDenied(program, remedy);
      return;
    }
    assertTrue(program.says("opened epoll"), program::toString);
    assertEquals(List.of(), program.warnings(), program::toString);
    assertEquals(
        1,
        program.javaWarnings().stream()
            .filter(line -> line.contains("Use " + remedy + " "))
            .count(),
        program::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nativeAccessThatIsAllowedUnaskedIsUsed(boolean modules) throws Exception {
    String flag = "--illegal-native-access=allow";
    Started program = modules ? Started.asModules(all, flag) : Started.onClassPath(all, flag);
    assertEquals(List.of("opened epoll", "opened epoll"), program.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "false, -Dno.flag=true",
    "false, --enable-native-access=java.logging",
    "true, -Dno.flag=true",
    "true, --enable-native-access=java.logging",
    "true, --enable-native-access=ALL-UNNAMED"
  })
  void deniedNativeAccessIsNotPassedOverInSilence(boolean modules, String flag) throws Exception {
    Started program =
        modules ? Started.asModules(all, DENY, flag) : Started.onClassPath(all, DENY, flag);
    assertTrue(program.says("opened nio"), program::toString);
    assertDenied(program, modules ? MODULE_FLAG : CLASS_PATH_FLAG);
    assertEquals(
        !modules,
        program.warnings().getFirst().contains("Enable-Native-Access: ALL-UNNAMED"),
        program::toString);
  }

  private static void assertDenied(Started program, String remedy) {
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(
        said.startsWith(SECOND_BEST + "native access is denied: start java with " + remedy),
        program::toString);
  }

  @Test
  void theLineOfTheManifestGrantsNativeAccess(@TempDir Path folder) throws Exception {
    List<Path> classPath = new ArrayList<>(all.places());
    classPath.add(Jars.programs());
    Path jar = Jars.granting(classPath, OpenTwice.class, folder.resolve("program.jar"));
    Started program = Started.java(Map.of(), List.of(DENY, "-jar", jar.toString()));
    assertEquals(List.of("opened epoll", "opened epoll"), program.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "dev.ioserver.linux, dev.ioserver:ioserver-platform-linux is not on the class path: add it",
    "dev.ioserver.posix, dev.ioserver:ioserver-platform-posix is not on the class path",
    "dev.ioserver.bindings, dev.ioserver:ioserver-bindings is not on the class path"
  })
  void aJarThatIsMissingIsNamed(String jar, String cause) throws Exception {
    Started program = Started.onClassPath(all.without(jar), CLASS_PATH_FLAG);
    assertTrue(program.says("opened nio"), program::toString);
    assertEquals(1, program.warnings().size(), program::toString);
    assertTrue(program.warnings().getFirst().startsWith(SECOND_BEST + cause), program::toString);
  }

  /** Without these there is no engine at all. */
  @ParameterizedTest
  @CsvSource({
    "org.jctools.core, org.jctools:jctools-core is not on the class path",
    "org.jctools.core.jdk11, org.jctools:jctools-core-jdk11 is not on the class path"
  })
  void aQueueThatIsMissingIsNoErrorOfClassLoading(String jar, String cause) throws Exception {
    Started program = Started.onClassPath(all.without(jar), CLASS_PATH_FLAG);
    assertTrue(program.says("refused: " + cause), program::toString);
    assertEquals(2, program.lines().size(), program::toString);
  }

  @Test
  void aModuleThatIsMissingIsNamed() throws Exception {
    Started program = Started.asModules(all.without(Jars.LINUX), "-Dno.flag=true");
    assertTrue(program.says("opened nio"), program::toString);
    assertEquals(1, program.warnings().size(), program::toString);
    String said = program.warnings().getFirst();
    assertTrue(
        said.startsWith(
            SECOND_BEST + "dev.ioserver:ioserver-platform-linux is not on the module path: add it"),
        program::toString);
    assertTrue(said.endsWith("--add-modules dev.ioserver.linux"), program::toString);
  }

  /** Of a module whose own modules are missing Java says so itself, before the program begins. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.ioserver.posix",
        "dev.ioserver.bindings",
        "org.jctools.core",
        "org.jctools.core.jdk11"
      })
  void javaNamesTheModuleThatIsMissing(String module) throws Exception {
    Started program = Started.asModules(all.without(module));
    assertFalse(program.says("opened"), program::toString);
    assertTrue(program.toString().contains("Module " + module + " not found"), program::toString);
  }

  @Test
  void serviceFilesThatWereNotMergedAreNamed(@TempDir Path folder) throws Exception {
    Path jar = all.withoutService(Jars.LINUX, folder.resolve("merged.jar"));
    Started program = Started.onClassPath(all.with(Jars.LINUX, jar), CLASS_PATH_FLAG);
    assertTrue(program.says("opened nio"), program::toString);
    assertEquals(1, program.warnings().size(), program::toString);
    assertTrue(
        program
            .warnings()
            .getFirst()
            .startsWith(
                SECOND_BEST
                    + "no file META-INF/services/dev.ioserver.engine.spi.Engine names"
                    + " dev.ioserver.linux.EpollEngine: "),
        program::toString);
  }
}
