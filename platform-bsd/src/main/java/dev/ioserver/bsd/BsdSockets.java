package dev.ioserver.bsd;

import dev.ioserver.bindings.posix.Errno;
import dev.ioserver.posix.PosixErrorCodes;
import dev.ioserver.posix.PosixSockets;
import dev.ioserver.posix.PosixSystem;
import dev.ioserver.posix.SocketCalls;

/**
 * The socket calls of macOS, FreeBSD, and of Linux under libkqueue: {@code socket(2)}, {@code
 * tcp(4)}. Beyond POSIX, a descriptor may have to be given its flags after it was opened, and the
 * poller hears of what is closed and may know of errors.
 *
 * <p>Thread-safety: one thread at a time, asserted by the engine.
 */
final class BsdSockets extends PosixSockets {

  /** What errno means here. */
  static final PosixErrorCodes CODES = new PosixErrorCodes();

  private final KqueuePoller poller;

  /** Whether the calls that open a descriptor set its flags. */
  private final boolean atOnce;

  BsdSockets(KqueuePoller poller) {
    this(poller, SocketCalls.HAS_FLAGS);
  }

  /**
   * As the other.
   *
   * @param atOnce whether flags are set by the call that opens a descriptor
   */
  BsdSockets(KqueuePoller poller, boolean atOnce) {
    super(system(atOnce));
    this.poller = poller;
    this.atOnce = atOnce;
  }

  /** What these systems supply. */
  static PosixSystem system(boolean atOnce) {
    return new PosixSystem(new SocketCalls(atOnce), CODES);
  }

  @Override
  protected int socket(int family) {
    return withFlags(super.socket(family));
  }

  @Override
  protected int acceptNext(int listener) {
    return withFlags(super.acceptNext(listener));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The systems do not agree on the code. NetBSD gives EINVAL for a socket that TCP has
   * forgotten, and so does macOS, by its source; FreeBSD, by its source, gives ECONNRESET. EINVAL
   * would otherwise stand for a wrong direction, which is never handed in.
   */
  @Override
  protected boolean isReset(int result) {
    return super.isReset(result) || result == -Errno.EINVAL || result == -Errno.ECONNRESET;
  }

  @Override
  protected int takeError(long descriptor) {
    return poller.takeError(descriptor);
  }

  @Override
  protected void closed(long descriptor) {
    poller.closed(descriptor);
  }

  /** Sets the flags of a descriptor that was opened without; closes it if that fails. */
  private int withFlags(int fd) {
    if (fd < 0 || atOnce) {
      return fd;
    }
    return openedOrClosed(fd, noted("fcntl", Descriptors.nonBlockingAndClosedByExec(errno(), fd)));
  }
}
