package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;

/**
 * Constants of {@code fcntl(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Fcntl {
  /** Reads the descriptor flags. */
  public static final int F_GETFD = linux_h.F_GETFD();

  /** Sets the descriptor flags. */
  public static final int F_SETFD = linux_h.F_SETFD();

  /** Reads the status flags. */
  public static final int F_GETFL = linux_h.F_GETFL();

  /** Sets the status flags. */
  public static final int F_SETFL = linux_h.F_SETFL();

  /** Descriptor flag: closed by exec. */
  public static final int FD_CLOEXEC = linux_h.FD_CLOEXEC();

  /** Status flag: calls that would block give EAGAIN. */
  public static final int O_NONBLOCK = linux_h.O_NONBLOCK();

  private Fcntl() {}
}
