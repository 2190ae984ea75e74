package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a server listens, as a line of text: a port of this machine, or a Unix socket's file. */
final class Place {

  private Place() {}

  /** As text. */
  static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? Integer.toString(inet.getPort())
        : address.toString();
  }

  /**
   * From text.
   *
   * @throws NumberFormatException if it is neither a port nor an absolute path
   */
  static SocketAddress of(String text) {
    return Path.of(text).isAbsolute()
        ? UnixDomainSocketAddress.of(text)
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(text));
  }

  /** A port of loopback that the system chooses. */
  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** A file that there is not yet, in a folder of its own. */
  static UnixDomainSocketAddress newFile() throws IOException {
    return UnixDomainSocketAddress.of(
        Files.createTempDirectory("ioserver-bench").resolve("echo.sock"));
  }

  /** Removes the file of {@link #newFile()} and its folder, once nobody listens there. */
  static void remove(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress unix) {
      Path file = unix.getPath();
      Files.deleteIfExists(file);
      Path folder = file.getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    }
  }
}
