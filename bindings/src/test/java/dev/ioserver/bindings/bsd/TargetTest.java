package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of targets, which can be read on every system. */
class TargetTest {
  private static final List<Class<?>> HOLDERS =
      List.of(KQueue.class, Fcntl.class, Sockets.class, Errno.class);

  /** What some system has not, each of which the platform deals with by name. */
  private static final Map<BsdTarget, Set<String>> MISSING =
      Map.of(
          BsdTarget.MACOS,
          Set.of(
              "ENONET",
              "ECAPMODE",
              "ENOTCAPABLE",
              "MSG_NOSIGNAL",
              "SOCK_CLOEXEC",
              "SOCK_NONBLOCK",
              "SO_REUSEPORT_LB"),
          BsdTarget.FREEBSD,
          Set.of("ENONET", "SO_LINGER_SEC"),
          BsdTarget.LIBKQUEUE,
          Set.of(
              "ECAPMODE",
              "ENOTCAPABLE",
              "SO_LINGER_SEC",
              "SO_NOSIGPIPE",
              "SO_REUSEPORT_LB",
              "TCP_NOPUSH"));

  /**
   * The names of the constants are read from their declarations: the classes themselves can only be
   * loaded where there is a kqueue.
   */
  @ParameterizedTest
  @EnumSource
  void everyNameHasANumberOrIsKnownToBeMissing(BsdTarget target) throws Exception {
    Set<String> missing = new TreeSet<>();
    for (Class<?> holder : HOLDERS) {
      for (String name : names(holder)) {
        if (!target.has(name)) {
          missing.add(name);
        }
      }
    }
    assertEquals(new TreeSet<>(MISSING.get(target)), missing);
  }

  @Test
  void everyConstantIsReadUnderItsOwnName() throws Exception {
    Pattern line = Pattern.compile("static final (?:int|short) (\\w+) =\\s*[^;\"]*\"(\\w+)\"");
    for (Class<?> holder : HOLDERS) {
      int found = 0;
      Matcher matcher = line.matcher(source(holder));
      while (matcher.find()) {
        assertEquals(matcher.group(1), matcher.group(2));
        found++;
      }
      assertEquals(names(holder).size(), found, holder.getName());
    }
  }

  @Test
  void numbersThatDifferDiffer() {
    assertEquals(35, BsdTarget.MACOS.number("EAGAIN"));
    assertEquals(35, BsdTarget.FREEBSD.number("EAGAIN"));
    assertEquals(11, BsdTarget.LIBKQUEUE.number("EAGAIN"));
    assertEquals(-10, BsdTarget.MACOS.number("EVFILT_USER"));
    assertEquals(-11, BsdTarget.FREEBSD.number("EVFILT_USER"));
    assertEquals(-11, BsdTarget.LIBKQUEUE.number("EVFILT_USER"));
    assertEquals(30, BsdTarget.MACOS.number("AF_INET6"));
    assertEquals(28, BsdTarget.FREEBSD.number("AF_INET6"));
    assertEquals(10, BsdTarget.LIBKQUEUE.number("AF_INET6"));
    assertEquals(BsdTarget.ABSENT, BsdTarget.MACOS.number("NO_SUCH_NAME"));
  }

  @Test
  void layoutsThatDifferDiffer() {
    assertEquals(32, BsdTarget.MACOS.layout("kevent").byteSize());
    assertEquals(64, BsdTarget.FREEBSD.layout("kevent").byteSize());
    assertEquals(32, BsdTarget.LIBKQUEUE.layout("kevent").byteSize());
    PathElement family = PathElement.groupElement("sa_family");
    assertEquals(1, BsdTarget.MACOS.layout("sockaddr").byteOffset(family), "behind sa_len");
    assertEquals(1, BsdTarget.FREEBSD.layout("sockaddr").byteOffset(family), "behind sa_len");
    assertEquals(0, BsdTarget.LIBKQUEUE.layout("sockaddr").byteOffset(family));
    assertEquals(48, BsdTarget.MACOS.layout("msghdr").byteSize());
    assertEquals(48, BsdTarget.FREEBSD.layout("msghdr").byteSize());
    assertEquals(56, BsdTarget.LIBKQUEUE.layout("msghdr").byteSize());
  }

  /** One handle serves all systems. */
  @Test
  void functionsHaveTheSameTypesOnBothSystems() throws Exception {
    Map<String, FunctionDescriptor> macos = new GeneratedCode("macos").functions();
    Map<String, FunctionDescriptor> freebsd =
        new TreeMap<>(new GeneratedCode("freebsd").functions());
    assertNotNull(freebsd.remove("accept4"));
    assertEquals(macos, freebsd);
    FunctionDescriptor kevent = macos.get("kevent");
    assertNotNull(kevent);
    assertEquals(ValueLayout.JAVA_INT, kevent.argumentLayouts().get(2), "nchanges");
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

  @Test
  void theCauseSaysHowToEnableNativeAccess() {
    Module without = Object.class.getModule().getLayer().findModule("java.logging").orElseThrow();

    String cause = BsdBindings.nativeAccessCause(without);

    assertNotNull(cause);
    assertTrue(cause.contains("--enable-native-access=java.logging"), cause);
  }

  private static List<String> names(Class<?> holder) {
    List<String> names = new ArrayList<>();
    for (Field field : holder.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType().isPrimitive()) {
        names.add(field.getName());
      }
    }
    return names;
  }

  private static String source(Class<?> type) throws Exception {
    String file = "src/main/java/" + type.getName().replace('.', '/') + ".java";
    return Files.readString(GeneratedCode.module().resolve(file));
  }

  private static @Nullable String cause(
      String osName, String osArch, @Nullable String library, long addressBytes, ByteOrder order) {
    return BsdBindings.systemCause(osName, osArch, library, addressBytes, order);
  }
}
