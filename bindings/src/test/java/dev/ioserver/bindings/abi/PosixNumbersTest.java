package dev.ioserver.bindings.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables hand on what was generated, each under its own name: those of all systems, anywhere.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "NOTHING WAS PROVED: long has 32 bits there")
class PosixNumbersTest {
  /** What one kind of system alone has, which is read by the package of that system. */
  private static final Pattern OWN =
      Pattern.compile("EPOLL.*|EFD_.*|MEMBARRIER_.*|EV_.*|EVFILT_.*|NOTE_.*");

  @ParameterizedTest
  @CsvSource({"linux, Linux", "macos, Mac OS X", "freebsd, FreeBSD"})
  void everyGeneratedConstantIsHandedOnUnderItsName(String system, String osName) throws Exception {
    PosixNumbers table = tableOf(osName);
    Map<String, Object> generated = new GeneratedCode(system).constants();
    assertEquals(generated.remove("RTLD_DEFAULT"), table.rtldDefault());
    assertEquals(generated.remove("RLIM_INFINITY"), table.rlimInfinity());
    generated.keySet().removeIf(name -> OWN.matcher(name).matches());
    assertEquals(PosixNumbers.ABSENT, table.number("NO_SUCH_NAME"));
    assertEquals(PosixNumbers.ABSENT, table.errno("NO_SUCH_NAME"));

    Map<String, Object> handedOn = new TreeMap<>();
    for (String name : generated.keySet()) {
      handedOn.put(name, isError(name) ? table.errno(name) : table.number(name));
    }

    assertEquals(generated, handedOn);
    // -1 would be taken for a name that the system does not have.
    generated.forEach((name, value) -> assertNotEquals(PosixNumbers.ABSENT, value, name));
  }

  @ParameterizedTest
  @CsvSource({"linux, Linux", "macos, Mac OS X", "freebsd, FreeBSD"})
  void everyGeneratedLayoutIsHandedOnUnderItsName(String system, String osName) throws Exception {
    PosixNumbers table = tableOf(osName);
    Map<String, GroupLayout> generated = new GeneratedCode(system).layouts();
    generated.remove("struct in_addr"); // These two are within others.
    generated.remove("struct in6_addr");
    generated.remove("struct kevent"); // Of BsdTarget.

    generated.forEach(
        (type, layout) -> assertEquals(layout, table.layout(type.replace("struct ", "")), type));
    assertThrows(AssertionError.class, () -> table.layout("kevent"));
  }

  @Test
  void numbersThatDifferDiffer() {
    assertEquals(35, tableOf("Mac OS X").errno("EAGAIN"));
    assertEquals(35, tableOf("FreeBSD").errno("EAGAIN"));
    assertEquals(11, tableOf("Linux").errno("EAGAIN"));
    assertEquals(30, tableOf("Mac OS X").number("AF_INET6"));
    assertEquals(28, tableOf("FreeBSD").number("AF_INET6"));
    assertEquals(10, tableOf("Linux").number("AF_INET6"));
  }

  @Test
  void layoutsThatDifferDiffer() {
    PathElement family = PathElement.groupElement("sa_family");
    for (String bsd : new String[] {"Mac OS X", "FreeBSD"}) {
      assertEquals(1, tableOf(bsd).layout("sockaddr").byteOffset(family), "behind sa_len");
      assertEquals(48, tableOf(bsd).layout("msghdr").byteSize());
    }
    assertEquals(0, tableOf("Linux").layout("sockaddr").byteOffset(family));
    assertEquals(56, tableOf("Linux").layout("msghdr").byteSize());
  }

  @Test
  void otherSystemsHaveNoTable() {
    assertNull(PosixNumbers.of("Windows 11"));
    assertNull(PosixNumbers.of("SunOS"));
  }

  private static boolean isError(String name) {
    return name.startsWith("E");
  }

  private static PosixNumbers tableOf(String osName) {
    PosixNumbers table = PosixNumbers.of(osName);
    assertNotNull(table, osName);
    return table;
  }
}
