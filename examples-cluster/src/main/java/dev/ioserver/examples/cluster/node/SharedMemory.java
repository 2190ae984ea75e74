package dev.ioserver.examples.cluster.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.agrona.IoUtil;

/** Where Aeron keeps its buffers: in memory if the system has a folder for that. */
public final class SharedMemory {

  private static final Path SHM = Path.of("/dev/shm");
  private static final String GATEWAY = "ioserver-gateway-";

  private SharedMemory() {}

  /**
   * Returns a folder for a member, which may have been left there by one that was killed.
   *
   * @param instead where it is without {@code /dev/shm}
   */
  static Path ofMember(Path data, int id, Path instead, Consumer<String> say) throws IOException {
    String name = Integer.toHexString(data.toRealPath().hashCode());
    return folder("ioserver-member-" + name + "-" + id, instead, say);
  }

  /** Returns a folder for the gateway in this process, and removes those of gateways that died. */
  public static Path ofGateway(Consumer<String> say) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path folder = folder(GATEWAY + ProcessHandle.current().pid(), temporary, say);
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder.resolveSibling("."), GATEWAY + "*")) {
      for (Path other : left) {
        String pid = other.getFileName().toString().substring(GATEWAY.length());
        if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          IoUtil.delete(other.toFile(), true);
        }
      }
    }
    return folder;
  }

  private static Path folder(String name, Path instead, Consumer<String> say) {
    if (Files.isDirectory(SHM) && Files.isWritable(SHM)) {
      return SHM.resolve(name);
    }
    say.accept(
        SHM + " is not there or not writable: the buffers are in " + instead + ", which is slower");
    return instead.resolve(name);
  }
}
