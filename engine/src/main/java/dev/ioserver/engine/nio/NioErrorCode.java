package dev.ioserver.engine.nio;

import dev.ioserver.engine.api.SystemCallException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The errors that java.nio can tell, under their POSIX names. java.nio tells no numbers; these are
 * Linux's, so that the messages of this engine and of the epoll engine read alike there.
 */
enum NioErrorCode {
  EPERM(1, Kind.PERMISSION_DENIED, "operation not permitted"),
  ENOENT(2, Kind.BAD_DESCRIPTOR, "no such file, or not registered"),
  EIO(5, Kind.OTHER, "input/output error"),
  EBADF(9, Kind.BAD_DESCRIPTOR, "bad file descriptor"),
  EAGAIN(11, Kind.NO_RESOURCES, "try again later"),
  ENOMEM(12, Kind.NO_RESOURCES, "cannot allocate memory"),
  EACCES(13, Kind.PERMISSION_DENIED, "permission denied"),
  EFAULT(14, Kind.OTHER, "bad address"),
  EEXIST(17, Kind.BAD_DESCRIPTOR, "registered already"),
  ENOTDIR(20, Kind.OTHER, "not a directory"),
  EINVAL(22, Kind.OTHER, "invalid argument"),
  ENFILE(23, Kind.TOO_MANY_DESCRIPTORS, "too many open files in system"),
  EMFILE(24, Kind.TOO_MANY_DESCRIPTORS, "too many open files"),
  EPIPE(32, Kind.CONNECTION_RESET, "broken pipe"),
  ENAMETOOLONG(
      36,
      Kind.OTHER,
      "name too long; the path of a Unix socket has 106 bytes at most, 102 on macOS and FreeBSD"),
  /** Linux has it for a "file descriptor in bad state"; here it is one that is not ours at all. */
  EBADFD(
      77,
      Kind.BAD_DESCRIPTOR,
      "not a descriptor of the nio engine: have NioHandles.of(channel) make one"),
  ENONET(64, Kind.UNREACHABLE, "machine is not on the network"),
  EPROTO(71, Kind.OTHER, "protocol error"),
  ENOTSOCK(88, Kind.BAD_DESCRIPTOR, "socket operation on non-socket"),
  EMSGSIZE(90, Kind.OTHER, "message too long"),
  ENOPROTOOPT(92, Kind.NOT_SUPPORTED, "protocol not available"),
  EOPNOTSUPP(95, Kind.NOT_SUPPORTED, "operation not supported"),
  EAFNOSUPPORT(97, Kind.NOT_SUPPORTED, "address family not supported"),
  EADDRINUSE(98, Kind.ADDRESS_IN_USE, "address already in use"),
  EADDRNOTAVAIL(99, Kind.ADDRESS_NOT_AVAILABLE, "cannot assign requested address"),
  ENETDOWN(100, Kind.UNREACHABLE, "network is down"),
  ENETUNREACH(101, Kind.UNREACHABLE, "network is unreachable"),
  ECONNABORTED(103, Kind.CONNECTION_RESET, "software caused connection abort"),
  ECONNRESET(104, Kind.CONNECTION_RESET, "connection reset by peer"),
  ENOBUFS(105, Kind.NO_RESOURCES, "no buffer space available"),
  ENOTCONN(107, Kind.CONNECTION_RESET, "not connected"),
  ETIMEDOUT(110, Kind.TIMED_OUT, "connection timed out"),
  ECONNREFUSED(111, Kind.CONNECTION_REFUSED, "connection refused"),
  EHOSTDOWN(112, Kind.UNREACHABLE, "host is down"),
  EHOSTUNREACH(113, Kind.UNREACHABLE, "no route to host");

  private static final NioErrorCode[] ALL = values();

  private final int number;
  private final Kind kind;
  private final String text;

  NioErrorCode(int number, Kind kind, String text) {
    this.number = number;
    this.kind = kind;
    this.text = text;
  }

  int number() {
    return number;
  }

  Kind kind() {
    return kind;
  }

  /** What it says, in words. */
  String text() {
    return text;
  }

  /** What a call of the SPI returns that failed with it. */
  int result() {
    return -number;
  }

  static @Nullable NioErrorCode byNumber(int number) {
    for (NioErrorCode code : ALL) {
      if (code.number == number) {
        return code;
      }
    }
    return null;
  }
}
