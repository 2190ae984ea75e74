package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A C compiler, with the headers of the systems, confirms every constant, every size and offset of
 * every structure, and every function's number of arguments and size of result: for each processor,
 * and on any machine, since each fact is a static assertion and nothing has to run.
 */
class AbiTest {
  private static final String HEADERS =
      """
      #include <dlfcn.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <netinet/in.h>
      #include <netinet/tcp.h>
      #include <stddef.h>
      #include <sys/types.h>
      #include <sys/event.h>
      #include <sys/time.h>
      #include <sys/resource.h>
      #include <sys/socket.h>
      #include <sys/uio.h>
      #include <time.h>
      #include <unistd.h>
      """;

  @TempDir Path directory;

  /** A system and a processor that the generated code is for. */
  enum Target {
    MACOS_AARCH64("macos", "aarch64-macos"),
    MACOS_X64("macos", "x86_64-macos"),
    FREEBSD_X64("freebsd", "x86_64-freebsd"),
    FREEBSD_AARCH64("freebsd", "aarch64-freebsd");

    final GeneratedCode code;
    final String compilerTarget;

    Target(String system, String compilerTarget) {
      this.code = new GeneratedCode(system);
      this.compilerTarget = compilerTarget;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyConstantStructureAndFunction(Target target) throws Exception {
    ZigCompiler compiler = compilerFor(target.compilerTarget);
    StringBuilder source = new StringBuilder(HEADERS);
    appendConstants(source, target.code.constants());
    appendLayouts(source, target.code.layouts());
    appendFunctions(source, target.code.functions());
    assertAccepted(compiler, target.compilerTarget, source.toString());

    // Without this, a compiler that accepted everything would pass.
    String wrong = HEADERS + equal("sizeof(struct kevent)", 33);
    assertNotEquals(0, compiler.check(target.compilerTarget, wrong).exitCode());
  }

  /**
   * What is known of the other kqueues, which the engine does not support: their headers were not
   * generated from, as their errors and sockets have other numbers, and NetBSD's calls other names
   * and types.
   */
  @ParameterizedTest
  @CsvSource({
    // target, size, ident, filter, flags, fflags, data, udata, read, write, user, nchanges
    "x86_64-openbsd, 32, 0, 8, 10, 12, 16, 24, -1, -2, -10, 4",
    "x86_64-netbsd,  72, 0, 8, 12, 16, 24, 32,  0,  1,   8, 8",
  })
  void otherKqueues(
      String target,
      int size,
      int ident,
      int filter,
      int flags,
      int fflags,
      int data,
      int udata,
      int read,
      int write,
      int user,
      int countBytes)
      throws Exception {
    ZigCompiler compiler = compilerFor(target);
    String source =
        HEADERS
            + equal("sizeof(struct kevent)", size)
            + equal("offsetof(struct kevent, ident)", ident)
            + equal("offsetof(struct kevent, filter)", filter)
            + equal("offsetof(struct kevent, flags)", flags)
            + equal("offsetof(struct kevent, fflags)", fflags)
            + equal("offsetof(struct kevent, data)", data)
            + equal("offsetof(struct kevent, udata)", udata)
            + equal("(int) EVFILT_READ", read)
            + equal("(int) EVFILT_WRITE", write)
            + equal("(int) EVFILT_USER", user)
            + equal("NOTE_TRIGGER", 0x01000000)
            + equal("EV_CLEAR", 0x20)
            + "int (*typed)(int, const struct kevent *, "
            + (countBytes == 8 ? "size_t" : "int")
            + ", struct kevent *, "
            + (countBytes == 8 ? "size_t" : "int")
            + ", const struct timespec *) = kevent;\n";
    assertAccepted(compiler, target, source);
  }

  /** The layouts that a wrong choice of header would silently exchange. */
  @Test
  void keventHas32BytesOnMacosAnd64OnFreebsd() throws Exception {
    GroupLayout macos = new GeneratedCode("macos").layouts().get("struct kevent");
    GroupLayout freebsd = new GeneratedCode("freebsd").layouts().get("struct kevent");
    assertEquals(32, macos.byteSize());
    assertEquals(4, macos.byteAlignment(), "packed");
    assertEquals(64, freebsd.byteSize());
    for (String field : new String[] {"ident", "filter", "flags", "fflags", "data", "udata"}) {
      PathElement path = PathElement.groupElement(field);
      assertEquals(macos.byteOffset(path), freebsd.byteOffset(path), field);
    }
  }

  private ZigCompiler compilerFor(String target) {
    return ZigCompiler.orSkip(directory, "the ABI of " + target);
  }

  private static void assertAccepted(ZigCompiler compiler, String target, String source)
      throws Exception {
    ZigCompiler.Outcome outcome = compiler.check(target, source);
    assertEquals(0, outcome.exitCode(), outcome::output);
  }

  private static void appendConstants(StringBuilder source, Map<String, Object> constants) {
    assertTrue(constants.containsKey("EVFILT_USER"), constants.toString());
    constants.forEach((name, value) -> source.append(constant(name, value)));
  }

  private static void appendLayouts(StringBuilder source, Map<String, GroupLayout> layouts) {
    assertTrue(layouts.containsKey("struct kevent"), layouts.toString());
    layouts.forEach(
        (type, layout) -> {
          source.append(equal("sizeof(" + type + ")", layout.byteSize()));
          source.append(equal("_Alignof(" + type + ")", layout.byteAlignment()));
          appendMembers(source, type, "", layout, 0);
        });
  }

  /**
   * A call whose arguments are all zero compiles only if their number is right, and has the size of
   * the result. That zero fits any of the arguments is also the limit of this test.
   */
  private static void appendFunctions(
      StringBuilder source, Map<String, FunctionDescriptor> functions) {
    assertFalse(functions.isEmpty());
    functions.forEach(
        (name, descriptor) -> {
          int arguments = descriptor.argumentLayouts().size();
          String zeroes = String.join(", ", Collections.nCopies(arguments, "0"));
          long size = descriptor.returnLayout().orElseThrow().byteSize();
          source.append(equal("sizeof(" + name + "(" + zeroes + "))", size));
        });
  }

  private static String constant(String name, Object value) {
    return switch (value) {
      case Integer number -> equal("sizeof(" + name + ")", 4) + equal("(int) " + name, number);
      case Long number -> equal("sizeof(" + name + ")", 8) + equal("(long) " + name, number);
      case MemorySegment pointer -> equal("(long) " + name, pointer.address());
      default -> throw new AssertionError(name + " has an unexpected type: " + value.getClass());
    };
  }

  private static void appendMembers(
      StringBuilder source, String type, String prefix, GroupLayout layout, long base) {
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member.name().isEmpty()) {
        continue; // Padding: whether it is right shows in the offsets of what follows.
      }
      String path = prefix + member.name().get();
      long offset = base + layout.byteOffset(PathElement.groupElement(member.name().get()));
      source.append(equal("offsetof(" + type + ", " + path + ")", offset));
      source.append(equal("sizeof(((" + type + " *) 0)->" + path + ")", member.byteSize()));
      if (member instanceof GroupLayout group) {
        appendMembers(source, type, path + ".", group, offset);
      }
    }
  }

  private static String equal(String expression, long value) {
    return "_Static_assert((long) (%s) == %dL, \"%s is not %d\");\n"
        .formatted(expression, value, expression, value);
  }
}
