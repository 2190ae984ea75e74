package dev.ioserver.posix;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.bindings.posix.SockAddr;
import dev.ioserver.engine.api.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.util.Set;

/**
 * What errno means, told by the names that it has on every system, under numbers of each one's own:
 * the ERRORS sections of the calls.
 *
 * <p>Thread-safety: any thread; no state but what was found at first.
 */
public class PosixErrorCodes implements ErrorCodes {

  /** No code of any of the systems is near this; those beyond are unknown ones. */
  private static final int MOST = 256;

  /**
   * What accept fails with for a connection that died while it waited, and not for the listener.
   * BSD says ECONNABORTED; the others are those that {@code accept(2)} of Linux tells programs to
   * pass over. Each takes its connection out of the backlog.
   *
   * <p>Two that the page names as well are left out, as they may also be about the listener and
   * then come back for ever: EOPNOTSUPP (it is no stream socket) and EPERM (a security module
   * forbids it).
   */
  private static final Set<String> DIED_IN_BACKLOG =
      Set.of(
          "ECONNABORTED",
          "EPROTO",
          "ENOPROTOOPT",
          "ENETDOWN",
          "ENETUNREACH",
          "EHOSTDOWN",
          "EHOSTUNREACH",
          "ENONET");

  /** By code. */
  private final String[] names = new String[MOST];

  private final Kind[] kinds = new Kind[MOST];
  private final boolean[] diedInBacklog = new boolean[MOST];

  /** Looks at every code. */
  public PosixErrorCodes() {
    for (int code = 0; code < MOST; code++) {
      String name = Errno.name(code);
      this.names[code] = name;
      kinds[code] = kindOf(name);
      diedInBacklog[code] = DIED_IN_BACKLOG.contains(name);
    }
  }

  @Override
  public String name(int code) {
    return isKnown(code) ? names[code] : "errno " + code;
  }

  @Override
  public String text(int code) {
    String text = Errno.text(code);
    return switch (name(code)) {
      // As a rule it is IPv6 that is switched off, and the bare words do not lead there.
      case "EAFNOSUPPORT" -> text + "; is IPv6 switched off here?";
      // The paths of Unix sockets alone are bounded so narrowly.
      case "ENAMETOOLONG" ->
          text
              + "; the path of a Unix socket has "
              + (SockAddr.UNIX_PATH_BYTES - 1)
              + " bytes at most";
      default -> text;
    };
  }

  @Override
  public Kind kind(int code) {
    return isKnown(code) ? kinds[code] : Kind.OTHER;
  }

  /** The code of a name that every system has. */
  final int number(String name) {
    for (int code = 0; code < MOST; code++) {
      if (names[code].equals(name)) {
        return code;
      }
    }
    throw new AssertionError("this system has no " + name);
  }

  /** Whether an accept failed for a connection that died while it waited. */
  final boolean diedInBacklog(int result) {
    return isKnown(-result) && diedInBacklog[-result];
  }

  private static boolean isKnown(int code) {
    return code >= 0 && code < MOST;
  }

  private static Kind kindOf(String name) {
    return switch (name) {
      case "EADDRINUSE" -> Kind.ADDRESS_IN_USE;
      case "EADDRNOTAVAIL" -> Kind.ADDRESS_NOT_AVAILABLE;
      // EPERM is what a firewall makes of connect and send. The last two are Capsicum's.
      case "EACCES", "EPERM", "ENOTCAPABLE", "ECAPMODE" -> Kind.PERMISSION_DENIED;
      case "ECONNREFUSED" -> Kind.CONNECTION_REFUSED;
      // EPIPE: a read, say, has heard of the reset before, and this is the write after it.
      case "ECONNRESET", "ECONNABORTED", "EPIPE", "ENETRESET", "ESHUTDOWN", "ENOTCONN" ->
          Kind.CONNECTION_RESET;
      case "ETIMEDOUT" -> Kind.TIMED_OUT;
      case "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "ENONET" -> Kind.UNREACHABLE;
      case "EMFILE", "ENFILE" -> Kind.TOO_MANY_DESCRIPTORS;
      // ENOSPC: the limit on epoll registrations of a user (max_user_watches).
      case "ENOBUFS", "ENOMEM", "ENOSPC", "EAGAIN" -> Kind.NO_RESOURCES;
      // ENOENT and EEXIST: the poller does not know the descriptor, or knows it as another's.
      // EINVAL is what kevent says of a descriptor that cannot be waited for, but it is said of
      // much else too.
      case "EBADF", "ENOTSOCK", "ENOENT", "EEXIST" -> Kind.BAD_DESCRIPTOR;
      case "ENOSYS",
          "ENOTTY",
          "EOPNOTSUPP",
          "EAFNOSUPPORT",
          "EPFNOSUPPORT",
          "EPROTONOSUPPORT",
          "ESOCKTNOSUPPORT",
          "ENOPROTOOPT" ->
          Kind.NOT_SUPPORTED;
      default -> Kind.OTHER;
    };
  }
}
