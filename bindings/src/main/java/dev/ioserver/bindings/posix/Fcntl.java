package dev.ioserver.bindings.posix;

import dev.ioserver.bindings.abi.PosixNumbers;

/**
 * Constants of {@code fcntl(2)}.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Fcntl {
  /** Reads the descriptor flags. */
  public static final int F_GETFD = number("F_GETFD");

  /** Sets the descriptor flags. */
  public static final int F_SETFD = number("F_SETFD");

  /** Reads the status flags. */
  public static final int F_GETFL = number("F_GETFL");

  /** Sets the status flags. */
  public static final int F_SETFL = number("F_SETFL");

  /** Descriptor flag: closed by exec. */
  public static final int FD_CLOEXEC = number("FD_CLOEXEC");

  /** Status flag: calls that would block give EAGAIN. */
  public static final int O_NONBLOCK = number("O_NONBLOCK");

  private Fcntl() {}

  private static int number(String name) {
    return PosixNumbers.here().number(name);
  }
}
