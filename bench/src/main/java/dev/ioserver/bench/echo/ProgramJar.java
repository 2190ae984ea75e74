package dev.ioserver.bench.echo;

import dev.ioserver.bench.peer.Peers;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jar of an {@link EchoProgram} with one peer's classes and nothing else, as a program that
 * uses this one alone would have it, cut out of what this process runs from. A cache of classes
 * needs jars, and how long it takes to open one depends on how much is in it.
 */
final class ProgramJar {

  private static final List<String> PROGRAM =
      List.of("dev/ioserver/bench/echo/", "dev/ioserver/bench/peer/", "dev/ioserver/bench/jvm/");

  private static final String SERVICES = "META-INF/services/";

  private ProgramJar() {}

  /** Writes it. */
  static void write(String peer, Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String place : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path path = Path.of(place);
      if (!place.isEmpty() && Files.isDirectory(path)) {
        addFolder(peer, path, entries);
      } else if (Files.isRegularFile(path)) {
        addJar(peer, path, entries);
      }
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static void addFolder(String peer, Path folder, Map<String, byte[]> entries)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                if (isOf(peer, name)) {
                  try {
                    entries.merge(name, Files.readAllBytes(file), (a, b) -> merge(name, a, b));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
    }
  }

  private static void addJar(String peer, Path jar, Map<String, byte[]> entries)
      throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String name = entry.getName();
        if (!entry.isDirectory() && isOf(peer, name)) {
          byte[] content = file.getInputStream(entry).readAllBytes();
          entries.merge(name, content, (a, b) -> merge(name, a, b));
        }
      }
    }
  }

  /** The class path's first file of a name counts, except that services add up. */
  private static byte[] merge(String name, byte[] first, byte[] second) {
    if (!name.startsWith(SERVICES)) {
      return first;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.write('\n');
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static boolean isOf(String peer, String name) {
    if (name.startsWith("dev/ioserver/bench/") || name.startsWith("dev/ioserver/examples/")) {
      return PROGRAM.stream().anyMatch(name::startsWith);
    }
    return switch (peer) {
      case Peers.IOSERVER, Peers.IOSERVER_NIO -> isOurs(name);
      case Peers.NETTY_NIO, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING -> isNettys(name);
      case Peers.NETTY_IOSERVER -> isOurs(name) || isNettys(name);
      default -> false; // java.nio needs nothing else.
    };
  }

  private static boolean isOurs(String name) {
    return name.startsWith("dev/ioserver/")
        || name.startsWith("org/jctools/")
        || name.startsWith(SERVICES + "dev.ioserver.");
  }

  private static boolean isNettys(String name) {
    return name.startsWith("io/netty/")
        || name.startsWith("META-INF/native/")
        || name.startsWith("META-INF/io.netty.");
  }
}
