package dev.ioserver.linux;

import dev.ioserver.bindings.linux.Errno;
import dev.ioserver.engine.SystemCallException;
import dev.ioserver.engine.SystemCallException.Kind;
import dev.ioserver.engine.spi.ErrorCodes;
import java.util.Arrays;

/**
 * What errno means: {@code errno(3)} and the ERRORS sections of the calls.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class LinuxErrorCodes implements ErrorCodes {

  /** The one instance. */
  static final LinuxErrorCodes INSTANCE = new LinuxErrorCodes();

  /**
   * By code. The constants come from the bindings and are none to the compiler: a table, no switch.
   */
  private static final Kind[] KINDS = kinds();

  private LinuxErrorCodes() {}

  @Override
  public String name(int code) {
    return Errno.name(code);
  }

  @Override
  public String text(int code) {
    String text = Errno.text(code);
    // As a rule it is IPv6 that is switched off, and the bare words do not lead there.
    return code == Errno.EAFNOSUPPORT ? text + "; is IPv6 switched off here?" : text;
  }

  @Override
  public Kind kind(int code) {
    return code >= 0 && code < KINDS.length ? KINDS[code] : Kind.OTHER;
  }

  /**
   * {@inheritDoc}
   *
   * <p>EPERM has a meaning of its own in epoll_ctl: the descriptor is of a kind that is always
   * ready, such as a file on a disk, and cannot be waited for. Nothing is forbidden, and no right
   * would help.
   */
  @Override
  public SystemCallException failure(String call, String detail, int result) {
    int code = -result;
    boolean pollable = code != Errno.EPERM || !call.equals("epoll_ctl");
    return pollable
        ? ErrorCodes.super.failure(call, detail, result)
        : new SystemCallException(
            call,
            detail,
            code,
            name(code),
            "this kind of file cannot be polled",
            Kind.BAD_DESCRIPTOR);
  }

  private static Kind[] kinds() {
    // No code of Linux is near this; those beyond are unknown ones.
    Kind[] kinds = new Kind[256];
    Arrays.fill(kinds, Kind.OTHER);
    set(kinds, Kind.ADDRESS_IN_USE, Errno.EADDRINUSE);
    set(kinds, Kind.ADDRESS_NOT_AVAILABLE, Errno.EADDRNOTAVAIL);
    // EPERM is what a firewall makes of connect and send.
    set(kinds, Kind.PERMISSION_DENIED, Errno.EACCES, Errno.EPERM);
    set(kinds, Kind.CONNECTION_REFUSED, Errno.ECONNREFUSED);
    // EPIPE: the reset was heard of before, by a read for example, and this is the write after it.
    set(
        kinds,
        Kind.CONNECTION_RESET,
        Errno.ECONNRESET,
        Errno.ECONNABORTED,
        Errno.EPIPE,
        Errno.ENETRESET,
        Errno.ESHUTDOWN,
        Errno.ENOTCONN);
    set(kinds, Kind.TIMED_OUT, Errno.ETIMEDOUT);
    set(
        kinds,
        Kind.UNREACHABLE,
        Errno.ENETUNREACH,
        Errno.EHOSTUNREACH,
        Errno.ENETDOWN,
        Errno.EHOSTDOWN,
        Errno.ENONET);
    set(kinds, Kind.TOO_MANY_DESCRIPTORS, Errno.EMFILE, Errno.ENFILE);
    // ENOSPC: the limit on epoll registrations of a user (max_user_watches).
    set(kinds, Kind.NO_RESOURCES, Errno.ENOBUFS, Errno.ENOMEM, Errno.ENOSPC, Errno.EAGAIN);
    // ENOENT and EEXIST: epoll does not know the descriptor, or knows it as another's.
    set(kinds, Kind.BAD_DESCRIPTOR, Errno.EBADF, Errno.ENOTSOCK, Errno.ENOENT, Errno.EEXIST);
    set(
        kinds,
        Kind.NOT_SUPPORTED,
        Errno.ENOSYS,
        Errno.ENOTTY,
        Errno.EOPNOTSUPP,
        Errno.EAFNOSUPPORT,
        Errno.EPFNOSUPPORT,
        Errno.EPROTONOSUPPORT,
        Errno.ESOCKTNOSUPPORT,
        Errno.ENOPROTOOPT);
    return kinds;
  }

  private static void set(Kind[] kinds, Kind kind, int... codes) {
    for (int code : codes) {
      kinds[code] = kind;
    }
  }
}
