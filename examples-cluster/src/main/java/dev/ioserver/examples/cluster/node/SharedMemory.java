package dev.ioserver.examples.cluster.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.IoUtil;

/** Where Aeron keeps its buffers: in memory if the system has a folder for that. */
public final class SharedMemory {

  private static final Path SHM = Path.of("/dev/shm");
  private static final String GATEWAY = "ioserver-gateway-";
  private static final AtomicInteger GATEWAYS = new AtomicInteger();

  private SharedMemory() {}

  /**
   * Returns a folder for a member, which may have been left there by one that was killed.
   *
   * @param instead where it is without {@code /dev/shm}
   */
  static Path ofMember(Path data, int id, Path instead, Consumer<String> say) throws IOException {
    String name = Integer.toHexString(data.toRealPath().hashCode());
    return folder(SHM, "ioserver-member-" + name + "-" + id, instead, say);
  }

  /** Returns a folder for a gateway in this process, and removes those of gateways that died. */
  public static Path ofGateway(Consumer<String> say) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String name = GATEWAY + ProcessHandle.current().pid() + "-" + GATEWAYS.incrementAndGet();
    Path folder = folder(SHM, name, temporary, say);
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder.resolveSibling("."), GATEWAY + "*")) {
      for (Path other : left) {
        String pid =
            other.getFileName().toString().substring(GATEWAY.length()).replaceAll("-.*", "");
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          IoUtil.delete(other.toFile(), true);
        }
      }
    }
    return folder;
  }

  /** Returns a folder in {@code shared} if that is there and writable, or says that it is not. */
  static Path folder(Path shared, String name, Path instead, Consumer<String> say) {
    if (Files.isDirectory(shared) && Files.isWritable(shared)) {
      return shared.resolve(name);
    }
    say.accept(
        shared
            + " is not there or not writable: the buffers are in "
            + instead
            + ", which is slower");
    return instead.resolve(name);
  }
}
