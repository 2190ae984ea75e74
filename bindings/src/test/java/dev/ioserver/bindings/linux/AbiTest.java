package dev.ioserver.bindings.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.bindings.linux.GeneratedCode.Target;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A C compiler, with the headers that are installed beside it, confirms every constant, every size
 * and offset of every structure, and every function's number of arguments and size of result.
 *
 * <p>Each fact becomes a static assertion, so a compiler for another processor proves as much as
 * the host's does and nothing has to run.
 */
class AbiTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <linux/membarrier.h>
      #include <netinet/in.h>
      #include <netinet/tcp.h>
      #include <stddef.h>
      #include <sys/epoll.h>
      #include <sys/eventfd.h>
      #include <sys/ioctl.h>
      #include <sys/resource.h>
      #include <sys/socket.h>
      #include <sys/syscall.h>
      #include <sys/uio.h>
      #include <time.h>
      #include <unistd.h>
      """;

  /** For headers before Linux 6.9 and glibc 2.40: ioctl_eventpoll(2) in C. */
  private static final String EPOLL_PARAMS =
      """
      #ifndef EPIOCSPARAMS
      #include <stdint.h>
      struct epoll_params {
        uint32_t busy_poll_usecs;
        uint16_t busy_poll_budget;
        uint8_t prefer_busy_poll;
        uint8_t __pad;
      };
      #define EPIOCSPARAMS _IOW(0x8A, 1, struct epoll_params)
      #define EPIOCGPARAMS _IOR(0x8A, 2, struct epoll_params)
      #endif
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void everyConstant(Target target) throws Exception {
    CCompiler compiler = compilerFor(target);
    Map<String, Object> constants = GeneratedCode.constants();
    assertFalse(constants.isEmpty());
    constants.putAll(GeneratedCode.constants(target));
    StringBuilder source = new StringBuilder(HEADERS);

    constants.forEach((name, value) -> source.append(constant(name, value)));

    assertAccepted(compiler, source);
  }

  @ParameterizedTest
  @EnumSource
  void everySizeAndOffset(Target target) throws Exception {
    CCompiler compiler = compilerFor(target);
    Map<String, GroupLayout> layouts = GeneratedCode.layouts(target);
    assertTrue(layouts.containsKey("struct epoll_event"), layouts.toString());
    StringBuilder source = new StringBuilder(HEADERS);

    layouts.forEach(
        (type, layout) -> {
          source.append(equal("sizeof(" + type + ")", layout.byteSize()));
          source.append(equal("_Alignof(" + type + ")", layout.byteAlignment()));
          appendMembers(source, type, "", layout, 0);
        });

    assertAccepted(compiler, source);
  }

  /**
   * A call whose arguments are all zero compiles only if their number is right, and has the size of
   * the result. That zero fits any of the arguments is also the limit of this test.
   */
  @ParameterizedTest
  @EnumSource
  void everyFunction(Target target) throws Exception {
    CCompiler compiler = compilerFor(target);
    Map<String, FunctionDescriptor> functions = GeneratedCode.functions();
    assertFalse(functions.isEmpty());
    StringBuilder source = new StringBuilder(HEADERS);

    functions.forEach(
        (name, descriptor) -> {
          int arguments = descriptor.argumentLayouts().size();
          String zeroes = String.join(", ", Collections.nCopies(arguments, "0"));
          long size = descriptor.returnLayout().orElseThrow().byteSize();
          source.append(equal("sizeof(" + name + "(" + zeroes + "))", size));
        });

    assertAccepted(compiler, source);
  }

  /**
   * The structure and the numbers that are written by hand: as the manual page declares them, and
   * where the headers are new enough to have them, as those do.
   */
  @ParameterizedTest
  @EnumSource
  void epollParams(Target target) throws Exception {
    CCompiler compiler = compilerFor(target);
    String type = "struct epoll_params";
    GroupLayout layout = (GroupLayout) EpollParams.LAYOUT;
    StringBuilder source = new StringBuilder(HEADERS).append(EPOLL_PARAMS);

    source.append(equal("sizeof(" + type + ")", layout.byteSize()));
    source.append(equal("_Alignof(" + type + ")", layout.byteAlignment()));
    appendMembers(source, type, "", layout, 0);
    source.append(equal("EPIOCSPARAMS", EpollParams.EPIOCSPARAMS));
    source.append(equal("EPIOCGPARAMS", EpollParams.EPIOCGPARAMS));

    assertAccepted(compiler, source);
  }

  /** Without this, a compiler that accepted everything would pass all the tests above. */
  @ParameterizedTest
  @EnumSource
  void aWrongNumberIsNoticed(Target target) throws Exception {
    CCompiler compiler = compilerFor(target);

    String wrong = HEADERS + equal("sizeof(struct epoll_event)", 13);

    assertNotEquals(0, compiler.check(wrong).exitCode());
  }

  @Test
  void theLayoutOfEpollEventDiffersBetweenTheProcessorsAndNoOtherDoes() throws Exception {
    Map<String, GroupLayout> x64 = GeneratedCode.layouts(Target.X64);
    Map<String, GroupLayout> aarch64 = GeneratedCode.layouts(Target.AARCH64);

    assertEquals(12, x64.remove("struct epoll_event").byteSize());
    assertEquals(16, aarch64.remove("struct epoll_event").byteSize());
    assertEquals(x64, aarch64);
  }

  @Test
  void systemCallsHaveTheNumbersOfTheirProcessor() throws Exception {
    assertEquals(Map.of("SYS_membarrier", 324), GeneratedCode.constants(Target.X64));
    assertEquals(Map.of("SYS_membarrier", 283), GeneratedCode.constants(Target.AARCH64));
  }

  private CCompiler compilerFor(Target target) throws Exception {
    String what = "the ABI of Linux on " + target.osArch;
    CCompiler compiler =
        target.isHost()
            ? CCompiler.orSkip(directory, what, "cc", "gcc", "clang")
            : CCompiler.orSkip(directory, what, target.crossCompiler);
    CCompiler.Outcome probe = compiler.check(HEADERS);
    if (probe.exitCode() != 0) {
      throw CCompiler.skip(what + ": the C headers are missing: " + probe.output());
    }
    return compiler;
  }

  private static void assertAccepted(CCompiler compiler, StringBuilder source) throws Exception {
    CCompiler.Outcome outcome = compiler.check(source.toString());
    assertEquals(0, outcome.exitCode(), outcome::output);
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
