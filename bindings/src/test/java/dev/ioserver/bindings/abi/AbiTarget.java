package dev.ioserver.bindings.abi;

import java.nio.file.Path;

/** A system and a processor that code was generated for. */
public enum AbiTarget {
  LINUX_X64("linux", "x64", "x86_64-linux-gnu", Headers.LINUX, "struct epoll_event"),
  LINUX_AARCH64("linux", "aarch64", "aarch64-linux-gnu", Headers.LINUX, "struct epoll_event"),
  MACOS_X64("macos", "", "x86_64-macos", Headers.BSD, "struct kevent"),
  MACOS_AARCH64("macos", "", "aarch64-macos", Headers.BSD, "struct kevent"),
  FREEBSD_X64("freebsd", "", "x86_64-freebsd", Headers.BSD, "struct kevent"),
  FREEBSD_AARCH64("freebsd", "", "aarch64-freebsd", Headers.BSD, "struct kevent"),
  WINDOWS_X64("windows", "", "x86_64-w64-mingw32", Headers.WINDOWS, "struct afd_poll_info");

  private final String system;
  private final String processor;
  private final String triple;
  private final String headers;
  private final String typicalStruct;

  AbiTarget(String system, String processor, String triple, String headers, String typicalStruct) {
    this.system = system;
    this.processor = processor;
    this.triple = triple;
    this.headers = headers;
    this.typicalStruct = typicalStruct;
  }

  /** What was generated for it. */
  public GeneratedCode code() {
    return new GeneratedCode(system, processor);
  }

  /** The start of a C source: all that the generated code is about. */
  public String headers() {
    return headers;
  }

  /** A structure that code for it must have. */
  String typicalStruct() {
    return typicalStruct;
  }

  /**
   * A compiler with the headers that the code is about, or the end of the test. That of the system
   * goes first, since it reads the headers that are in use there; zig knows all but Windows.
   */
  public CCompiler compiler(Path directory) throws Exception {
    String what = "the ABI of " + this;
    CCompiler compiler;
    if (this == WINDOWS_X64) {
      compiler = CCompiler.onPath(directory, what, triple + "-gcc");
    } else if (isHost()) {
      compiler = CCompiler.onPath(directory, what, "cc", "gcc", "clang");
    } else if (CCompiler.isOnPath(triple + "-gcc")) {
      compiler = CCompiler.onPath(directory, what, triple + "-gcc");
    } else {
      compiler = CCompiler.zig(directory, triple);
    }
    CCompiler.Outcome probe = check(compiler, "");
    if (probe.exitCode() != 0) {
      throw Skip.loudly(what + ": the C headers are missing: " + probe.output());
    }
    return compiler;
  }

  /** Whether a compiler accepts what is said, behind the headers. */
  public CCompiler.Outcome check(CCompiler compiler, String assertions) throws Exception {
    Path own = BindingsModule.directory().resolve("src/main/jextract").resolve(system);
    return compiler.check(headers + assertions, "-I" + own);
  }

  private boolean isHost() {
    String osArch = System.getProperty("os.arch");
    return system.equals("linux")
        && System.getProperty("os.name").equals("Linux")
        && processor.equals(osArch.equals("amd64") ? "x64" : osArch);
  }

  /** What to include. */
  private static final class Headers {
    static final String LINUX =
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <linux/membarrier.h>
        #include <linux/net_tstamp.h>
        #include <netinet/in.h>
        #include <netinet/tcp.h>
        #include <netinet/udp.h>
        #include <stddef.h>
        #include <sys/epoll.h>
        #include <sys/eventfd.h>
        #include <sys/ioctl.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/syscall.h>
        #include <sys/uio.h>
        #include <sys/un.h>
        #include <time.h>
        #include <unistd.h>
        """;

    static final String BSD =
        """
        #define __APPLE_USE_RFC_3542
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stddef.h>
        #include <sys/types.h>
        #include <sys/socket.h>
        #include <net/if_dl.h>
        #include <netinet/in.h>
        #include <netinet/tcp.h>
        #include <sys/event.h>
        #include <sys/time.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/ucred.h>
        #include <sys/uio.h>
        #include <sys/un.h>
        #include <time.h>
        #include <unistd.h>
        """;

    static final String WINDOWS =
        """
        #include "windows_calls.h"
        #include <stddef.h>
        """;
  }
}
