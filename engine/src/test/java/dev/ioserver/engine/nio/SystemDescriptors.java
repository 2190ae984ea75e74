package dev.ioserver.engine.nio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the process's own descriptors. */
final class SystemDescriptors {
  private static final Path OPEN = Path.of("/proc/self/fd");

  private SystemDescriptors() {}

  /** Skips the test where the system does not tell. */
  static void assumeCountable() {
    boolean there = Files.isDirectory(OPEN);
    if (!there) {
      System.err.println("SKIPPED: no " + OPEN + " here, so descriptors cannot be counted");
    }
    assumeTrue(there, "no " + OPEN);
  }

  /** How many sockets the process holds: other descriptors come and go with class loading. */
  static long sockets() throws IOException {
    try (Stream<Path> all = Files.list(OPEN)) {
      return all.filter(SystemDescriptors::isSocket).count();
    }
  }

  private static boolean isSocket(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString().startsWith("socket:");
    } catch (IOException e) {
      // The one that lists the directory, gone by now.
      return false;
    }
  }
}
