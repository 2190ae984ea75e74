package dev.ioserver.bindings.bsd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.bindings.abi.AbiFacts;
import dev.ioserver.bindings.abi.AbiTarget;
import dev.ioserver.bindings.abi.CCompiler;
import dev.ioserver.bindings.abi.GeneratedCode;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kqueues of all systems that have one. */
class KqueueAbiTest {
  @TempDir Path directory;

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
    CCompiler compiler = CCompiler.zig(directory, target);
    String count = countBytes == 8 ? "size_t" : "int";
    String type =
        "int (*typed)(int, const struct kevent *, %s, struct kevent *, %s,".formatted(count, count)
            + " const struct timespec *) = kevent;\n";
    AbiFacts facts =
        new AbiFacts()
            .equal("sizeof(struct kevent)", size)
            .equal("offsetof(struct kevent, ident)", ident)
            .equal("offsetof(struct kevent, filter)", filter)
            .equal("offsetof(struct kevent, flags)", flags)
            .equal("offsetof(struct kevent, fflags)", fflags)
            .equal("offsetof(struct kevent, data)", data)
            .equal("offsetof(struct kevent, udata)", udata)
            .equal("(int) EVFILT_READ", read)
            .equal("(int) EVFILT_WRITE", write)
            .equal("(int) EVFILT_USER", user)
            .equal("NOTE_TRIGGER", 0x01000000)
            .equal("EV_CLEAR", 0x20);
    CCompiler.Outcome outcome = compiler.check(AbiTarget.FREEBSD_X64.headers() + facts + type);
    assertEquals(0, outcome.exitCode(), outcome::output);
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
}
