package dev.ioserver.linux;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.posix.PosixErrorCodes;

/**
 * What errno means: {@code errno(3)} and the ERRORS sections of the calls.
 *
 * <p>Thread-safety: any thread; no state.
 */
final class LinuxErrorCodes extends PosixErrorCodes {

  /** The one instance. */
  static final LinuxErrorCodes INSTANCE = new LinuxErrorCodes();

  private LinuxErrorCodes() {}

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
        ? super.failure(call, detail, result)
        : new SystemCallException(
            call,
            detail,
            code,
            name(code),
            "this kind of file cannot be polled",
            SystemCallException.Kind.BAD_DESCRIPTOR);
  }
}
