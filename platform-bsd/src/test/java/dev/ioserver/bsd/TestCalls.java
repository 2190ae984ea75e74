package dev.ioserver.bsd;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ioserver.bindings.bsd.BsdBindings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The calls that only tests make, and what /proc says of this process. */
@SuppressWarnings(
    "restricted") // Linking a test's own calls: dup and tgkill are of no use elsewhere.
final class TestCalls {

  private static final MethodHandle DUP = link("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  /** Linux has it; apart, so that the rest can be used elsewhere. */
  private static final class Signals {
    static final MethodHandle TGKILL =
        link("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  }

  private TestCalls() {}

  /** {@code dup(2)}: another number for the same open file description. */
  static int dup(int fd) {
    try {
      return (int) DUP.invokeExact(fd);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** {@code tgkill(2)}: a signal to one thread of this process. */
  static int signal(int thread, int signal) {
    try {
      return (int) Signals.TGKILL.invokeExact((int) ProcessHandle.current().pid(), thread, signal);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The kernel's number of the calling thread. */
  static int threadId() throws IOException {
    Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    return Integer.parseInt(self.getFileName().toString());
  }

  /** Whether this process handles a signal; one that it does not would end it. */
  static boolean handles(int signal) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigCgt:")) {
        long caught = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        return (caught >>> (signal - 1) & 1) != 0;
      }
    }
    return false;
  }

  /** How many descriptors of this process lead to something whose name contains a text. */
  static long descriptorsOf(String name) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(fd -> target(fd).contains(name)).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // The one that listed the directory is closed by now.
      return "";
    }
  }

  /** A library with a kernel inside has the calls of its descriptors, which come first then. */
  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    String library = BsdBindings.isStandIn() ? BsdBindings.library() : null;
    SymbolLookup lookup =
        library == null
            ? linker.defaultLookup()
            : SymbolLookup.libraryLookup(Path.of(library).toAbsolutePath(), Arena.global())
                .or(linker.defaultLookup());
    return linker.downcallHandle(lookup.findOrThrow(name), descriptor);
  }
}
