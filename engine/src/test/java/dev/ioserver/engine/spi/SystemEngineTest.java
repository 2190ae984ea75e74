package dev.ioserver.engine.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SystemEngineTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, EPOLL",
    "Linux, aarch64, EPOLL",
    "Mac OS X, x86_64, KQUEUE",
    "Mac OS X, aarch64, KQUEUE",
    "FreeBSD, amd64, KQUEUE",
    "Windows 11, amd64, IOCP",
    "Windows Server 2022, amd64, IOCP"
  })
  void noSystemOfOursIsTakenForOneWithoutAnEngine(String system, String processor, String engine) {
    assertEquals(SystemEngine.valueOf(engine), SystemEngine.of(system, processor));
  }

  /** There java.nio is the best that there is, and nobody is warned of it. */
  @ParameterizedTest
  @CsvSource({"Linux, riscv64", "Linux, i386", "Windows 11, aarch64", "AIX, ppc64", "SunOS, amd64"})
  void noBetterEngineIsMissedWhereThereIsNone(String system, String processor) {
    assertNull(SystemEngine.of(system, processor));
  }

  @Test
  void systemsAreKnownWhateverTheLocaleDoesToLetters() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      assertEquals(SystemEngine.EPOLL, SystemEngine.of("LINUX", "amd64"));
    } finally {
      Locale.setDefault(before);
    }
  }

  /**
   * The names are all that the engine knows of platforms; a module that is renamed changes them.
   */
  @ParameterizedTest
  @EnumSource
  void noEngineIsLookedForUnderAnotherName(SystemEngine known) throws Exception {
    String folder = known.place().replace("dev.ioserver.", "platform-").replace(".", "");
    Path sources = Path.of(System.getProperty("basedir", "")).resolveSibling(folder);
    Path main = sources.toAbsolutePath().resolve("src/main");
    String type = known.place() + known.type();
    assertTrue(
        Files.readString(main.resolve("java").resolve(type.replace('.', '/') + ".java"))
            .contains("return \"" + known.engine() + "\";"),
        type);
    Path service = main.resolve("resources/META-INF/services").resolve(Engine.class.getName());
    assertTrue(Files.readAllLines(service).contains(type), type);
  }
}
