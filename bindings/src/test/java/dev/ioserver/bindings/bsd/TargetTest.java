package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.bindings.abi.BindingsModule;
import dev.ioserver.bindings.abi.GeneratedCode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of targets, which can be read on every system. */
class TargetTest {
  @ParameterizedTest
  @EnumSource
  void everyGeneratedConstantIsHandedOnUnderItsName(BsdTarget target) throws Exception {
    String system = target == BsdTarget.MACOS ? "macos" : "freebsd";
    Map<String, Object> generated = new GeneratedCode(system).constants();
    generated.keySet().removeIf(name -> !name.matches("EV_.*|EVFILT_.*|NOTE_.*"));
    Set<String> names = new TreeSet<>();
    for (Field field : KQueue.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType().isPrimitive()) {
        names.add(field.getName());
      }
    }
    assertEquals(generated.keySet(), names);

    generated.forEach((name, number) -> assertEquals(number, target.number(name), name));
    assertThrows(AssertionError.class, () -> target.number("NO_SUCH_NAME"));
  }

  /**
   * The names of the constants are read from their declarations: the class itself can only be
   * loaded where there is a kqueue.
   */
  @Test
  void everyConstantIsReadUnderItsOwnName() throws Exception {
    Pattern line = Pattern.compile("static final (?:int|short) (\\w+) =\\s*[^;\"]*\"(\\w+)\"");
    String file = "src/main/java/" + KQueue.class.getName().replace('.', '/') + ".java";
    String source = Files.readString(BindingsModule.directory().resolve(file));
    int found = 0;
    for (Matcher matcher = line.matcher(source); matcher.find(); found++) {
      assertEquals(matcher.group(1), matcher.group(2));
    }
    assertEquals(14, found);
  }

  @Test
  void numbersAndLayoutsThatDifferDiffer() {
    assertEquals(-10, BsdTarget.MACOS.number("EVFILT_USER"));
    assertEquals(-11, BsdTarget.FREEBSD.number("EVFILT_USER"));
    assertEquals(-11, BsdTarget.LIBKQUEUE.number("EVFILT_USER"));
    assertEquals(32, BsdTarget.MACOS.event().byteSize());
    assertEquals(64, BsdTarget.FREEBSD.event().byteSize());
    assertEquals(32, BsdTarget.LIBKQUEUE.event().byteSize());
  }

  @Test
  void everySystemThatIsSupportedHasATarget() {
    assertEquals(BsdTarget.MACOS, BsdBindings.target("Mac OS X", null));
    assertEquals(BsdTarget.FREEBSD, BsdBindings.target("FreeBSD", null));
    assertEquals(BsdTarget.LIBKQUEUE, BsdBindings.target("Linux", "/lib/libkqueue.so"));
    assertNull(BsdBindings.target("Linux", null));
    assertNull(BsdBindings.target("Windows 11", "kqueue.dll"));
    for (String processor : List.of("amd64", "x86_64", "aarch64")) {
      assertNull(cause("Mac OS X", processor, null, 8, ByteOrder.LITTLE_ENDIAN));
      assertNull(cause("FreeBSD", processor, null, 8, ByteOrder.LITTLE_ENDIAN));
    }
  }

  @Test
  void theCauseNamesWhatIsWrong() {
    assertEquals(
        "Linux has no kqueue of its own; -Dioserver.kqueue.library=FILE names a libkqueue",
        cause("Linux", "amd64", null, 8, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the system is Windows 11, neither macOS nor FreeBSD",
        cause("Windows 11", "amd64", null, 8, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the processor architecture is riscv64, neither x86-64 nor aarch64",
        cause("FreeBSD", "riscv64", null, 8, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "addresses have 32 bits, not 64",
        cause("FreeBSD", "aarch64", null, 4, ByteOrder.LITTLE_ENDIAN));
    assertEquals(
        "the byte order is BIG_ENDIAN, not little-endian",
        cause("FreeBSD", "aarch64", null, 8, ByteOrder.BIG_ENDIAN));
  }

  private static @Nullable String cause(
      String osName, String osArch, @Nullable String library, long addressBytes, ByteOrder order) {
    return BsdBindings.systemCause(osName, osArch, library, addressBytes, order);
  }
}
