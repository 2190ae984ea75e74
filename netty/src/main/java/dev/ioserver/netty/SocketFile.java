package dev.ioserver.netty;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that a listening Unix socket has made. It would outlive the socket, and nobody else
 * could listen under its name.
 *
 * <p>Thread-safety: immutable.
 */
final class SocketFile {

  private final Path path;

  /** With the time, what tells it from another file under the same name. */
  private final @Nullable Object key;

  private final FileTime made;

  private SocketFile(Path path, BasicFileAttributes attributes) {
    this.path = path;
    this.key = attributes.fileKey();
    this.made = attributes.creationTime();
  }

  /** The file of a socket that is bound, or null if it has none. */
  static @Nullable SocketFile of(SocketAddress bound) {
    if (!(bound instanceof UnixDomainSocketAddress unix)) {
      return null;
    }
    Path path = unix.getPath().toAbsolutePath();
    try {
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
      // Somebody has removed it already, or its folder allows it no more: the next bind will tell.
    }
  }

  private static BasicFileAttributes look(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
