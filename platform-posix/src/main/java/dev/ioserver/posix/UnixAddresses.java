package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.engine.api.UnixNameAddress;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.util.Arrays;

/**
 * Turns addresses of Unix sockets into those of the kernel and back, {@code struct sockaddr_un}:
 * {@code unix(7)}. A socket that was not bound has the empty path, as with java.nio.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class UnixAddresses {

  /** What a client is called that was not bound. */
  private static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  /** What Java makes of the bytes of file names. */
  private static final Charset NAMES =
      Charset.forName(
          System.getProperty("sun.jnu.encoding", System.getProperty("native.encoding", "UTF-8")));

  private UnixAddresses() {}

  /** Whether it is an address of a Unix socket that this system has. */
  static boolean isUnix(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        || (address instanceof UnixNameAddress && SockAddr.HAS_UNIX_NAMES);
  }

  /** Whether it is what a socket is called that was not bound. */
  static boolean isUnnamed(SocketAddress address) {
    return address.equals(UNNAMED);
  }

  /** Makes an address of the kernel, and returns the bytes it takes, or a code, negated. */
  static int write(MemorySegment address, SocketAddress from) {
    if (from instanceof UnixNameAddress name && SockAddr.HAS_UNIX_NAMES) {
      return SockAddr.setUnixName(address, name.bytes());
    }
    if (!(from instanceof UnixDomainSocketAddress unix)) {
      return -Errno.EAFNOSUPPORT;
    }
    byte[] path = unix.getPath().toString().getBytes(NAMES);
    if (path.length == 0) {
      return -Errno.EINVAL;
    }
    return path.length < SockAddr.UNIX_PATH_BYTES
        ? SockAddr.setUnixPath(address, path)
        : -Errno.ENAMETOOLONG;
  }

  /**
   * Makes an address of Java.
   *
   * @param length how many bytes the call has written
   */
  static SocketAddress read(MemorySegment address, int length) {
    byte[] name = SockAddr.unixName(address, length);
    if (name.length == 0) {
      return UNNAMED;
    }
    if (name[0] == 0) {
      // A NUL alone is no name; it is what some systems leave of an address that says nothing.
      return name.length == 1 || !SockAddr.HAS_UNIX_NAMES
          ? UNNAMED
          : UnixNameAddress.of(Arrays.copyOfRange(name, 1, name.length));
    }
    try {
      return UnixDomainSocketAddress.of(new String(name, NAMES));
    } catch (InvalidPathException e) {
      // Bytes that Java cannot name: the peer may call its socket as it likes.
      return UNNAMED;
    }
  }
}
