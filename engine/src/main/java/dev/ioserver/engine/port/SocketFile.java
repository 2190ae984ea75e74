package dev.ioserver.engine.port;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that a Unix socket has made which listens, or receives datagrams. It outlives the
 * socket, and as long as it is there nobody else can have its name.
 *
 * <p>Belongs to the loop of the listener or port.
 */
final class SocketFile {

  /** S_IFMT and S_IFSOCK of stat(2), the same everywhere. */
  private static final int TYPE = 0170000;

  private static final int SOCKET = 0140000;

  private final Path path;

  /** What tells it from a file that somebody has made under the same name since. */
  private final @Nullable Object key;

  private final FileTime made;

  private SocketFile(Path path, BasicFileAttributes attributes) {
    this.path = path;
    this.key = attributes.fileKey();
    this.made = attributes.creationTime();
  }

  /** The file of a socket that is bound, or null if there is none. */
  static @Nullable SocketFile of(SocketAddress bound) {
    if (!(bound instanceof UnixDomainSocketAddress unix) || unix.getPath().toString().isEmpty()) {
      return null;
    }
    try {
      // The folder that is current may change for others; a path is not to lead elsewhere then.
      Path path = unix.getPath().toAbsolutePath();
      return new SocketFile(path, look(path));
    } catch (IOException e) {
      // Somebody has removed it already.
      return null;
    }
  }

  /** Removes the file, unless it is another one by now. */
  void remove() {
    try {
      BasicFileAttributes now = look(path);
      if (Objects.equals(key, now.fileKey()) && made.equals(now.creationTime())) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // Somebody has removed it already, or the folder allows it no more: the next listener will
      // hear of it.
    }
  }

  /**
   * Removes the file of a Unix socket if nobody has that socket any more. A connect finds that out
   * for datagrams too: who receives them is not refused, but of the wrong kind.
   *
   * @return whether there is no such file any more
   */
  static boolean removeLeftOver(SocketAddress address) {
    if (!(address instanceof UnixDomainSocketAddress unix)) {
      return false;
    }
    Path path = unix.getPath();
    try {
      // A connect to a file of another kind is refused as well.
      if (!isSocket(path) || !isRefused(unix)) {
        return false;
      }
      Files.deleteIfExists(path);
      return true;
    } catch (IOException e) {
      return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Whether the system says that nobody listens; a listener that is busy only makes wait. */
  private static boolean isRefused(UnixDomainSocketAddress address) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(address);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return mode instanceof Integer bits && (bits & TYPE) == SOCKET;
    } catch (UnsupportedOperationException e) {
      // Windows, where a socket is neither a file nor a folder nor a link.
      return look(path).isOther();
    }
  }

  private static BasicFileAttributes look(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
