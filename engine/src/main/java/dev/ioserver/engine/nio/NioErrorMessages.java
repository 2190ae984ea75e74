package dev.ioserver.engine.nio;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells errors by the messages of the JDK's exceptions, as they are on Linux, macOS and Windows.
 */
final class NioErrorMessages {

  /**
   * What messages contain, in lower case; the first that fits decides. "By peer" and the like are
   * left out where the JDK says the same without.
   */
  private static final List<Phrase> PHRASES =
      List.of(
          // The JDK's own, and the C library's on Linux and macOS.
          new Phrase("connection reset", NioErrorCode.ECONNRESET),
          new Phrase("broken pipe", NioErrorCode.EPIPE),
          new Phrase("connection refused", NioErrorCode.ECONNREFUSED),
          new Phrase("timed out", NioErrorCode.ETIMEDOUT),
          new Phrase("address already in use", NioErrorCode.EADDRINUSE),
          new Phrase("assign requested address", NioErrorCode.EADDRNOTAVAIL),
          new Phrase("permission denied", NioErrorCode.EACCES),
          new Phrase("operation not permitted", NioErrorCode.EPERM),
          // Before the shorter one.
          new Phrase("too many open files in system", NioErrorCode.ENFILE),
          new Phrase("too many open", NioErrorCode.EMFILE),
          new Phrase("network is unreachable", NioErrorCode.ENETUNREACH),
          new Phrase("network is down", NioErrorCode.ENETDOWN),
          new Phrase("no route to host", NioErrorCode.EHOSTUNREACH),
          new Phrase("host is unreachable", NioErrorCode.EHOSTUNREACH),
          new Phrase("host is down", NioErrorCode.EHOSTDOWN),
          new Phrase("connection abort", NioErrorCode.ECONNABORTED),
          new Phrase("no buffer space", NioErrorCode.ENOBUFS),
          new Phrase("cannot allocate memory", NioErrorCode.ENOMEM),
          new Phrase("bad address", NioErrorCode.EFAULT),
          new Phrase("input/output error", NioErrorCode.EIO),
          new Phrase("not on the network", NioErrorCode.ENONET),
          new Phrase("not connected", NioErrorCode.ENOTCONN),
          new Phrase("bad file descriptor", NioErrorCode.EBADF),
          new Phrase("operation on non-socket", NioErrorCode.ENOTSOCK),
          new Phrase("message too long", NioErrorCode.EMSGSIZE),
          new Phrase("larger than the internal message buffer", NioErrorCode.EMSGSIZE),
          new Phrase("protocol not available", NioErrorCode.ENOPROTOOPT),
          // The JDK's own, of SO_INCOMING_NAPI_ID.
          new Phrase("set read only option", NioErrorCode.ENOPROTOOPT),
          new Phrase("operation not supported", NioErrorCode.EOPNOTSUPP),
          new Phrase("address family not supported", NioErrorCode.EAFNOSUPPORT),
          new Phrase("protocol error", NioErrorCode.EPROTO),
          new Phrase("invalid argument", NioErrorCode.EINVAL),
          // Of Unix sockets; the first one is the JDK's own.
          new Phrase("path too long", NioErrorCode.ENAMETOOLONG),
          new Phrase("no such file or directory", NioErrorCode.ENOENT),
          new Phrase("not a directory", NioErrorCode.ENOTDIR),
          new Phrase("resource temporarily unavailable", NioErrorCode.EAGAIN),
          // macOS, when the peer resets while a write is under way.
          new Phrase("protocol wrong type for socket", NioErrorCode.EPIPE),
          // Winsock's own.
          new Phrase("forcibly closed", NioErrorCode.ECONNRESET),
          new Phrase("connection was aborted", NioErrorCode.ECONNABORTED),
          new Phrase("actively refused", NioErrorCode.ECONNREFUSED),
          new Phrase("only one usage of each socket", NioErrorCode.EADDRINUSE),
          new Phrase("requested address is not valid", NioErrorCode.EADDRNOTAVAIL),
          new Phrase("forbidden by its access permissions", NioErrorCode.EACCES),
          new Phrase("unreachable network", NioErrorCode.ENETUNREACH),
          new Phrase("unreachable host", NioErrorCode.EHOSTUNREACH));

  private NioErrorMessages() {}

  private record Phrase(String text, NioErrorCode code) {}

  /** The error that a message speaks of, or null if it is none of these. */
  static @Nullable NioErrorCode find(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    for (Phrase phrase : PHRASES) {
      if (lower.contains(phrase.text())) {
        return phrase.code();
      }
    }
    return null;
  }
}
