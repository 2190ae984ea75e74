package dev.ioserver.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The calls that only tests make, and what /proc says of this process. */
@SuppressWarnings(
    "restricted") // Linking a test's own calls: dup and tgkill are of no use elsewhere.
final class TestCalls {

  private static final MethodHandle DUP = link("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle TGKILL =
      link("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

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
      return (int) TGKILL.invokeExact((int) ProcessHandle.current().pid(), thread, signal);
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
    return descriptors(name).size();
  }

  /** The descriptors of this process that lead to something whose name contains a text. */
  static List<Integer> descriptors(String name) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(fd -> target(fd).contains(name))
          .map(fd -> Integer.valueOf(fd.getFileName().toString()))
          .toList();
    }
  }

  /** The descriptor of an open file. */
  static int descriptorOf(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(fd -> target(fd).equals(file.toString()))
          .mapToInt(fd -> Integer.parseInt(fd.getFileName().toString()))
          .findFirst()
          .orElseThrow();
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

  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }
}
